public import CatalogModel
internal import WireMessages

/// Asks for one page of a list (AIP-158).
public protocol PagedRequest: CatalogMessage, Sendable {
    /// What answers it.
    associatedtype Reply: PagedReply

    /// The method that answers it, e.g. `ListPolicies`.
    static var method: String { get }
    /// How many elements a page has when the request does not say.
    static var pageSizeDefault: Int { get }
    /// How many elements a page has at most.
    static var pageSizeMax: Int { get }

    /// The day; nil for today (UTC).
    var asOf: CalendarDate? { get }
    /// How many elements the page is to have; 0 for the default. More than the most is as good as the most.
    var pageSize: Int { get set }
    /// The ``ListPage/nextPageToken`` of the page before; empty for the first page.
    var pageToken: String { get set }
}

/// Answers with one page of a list.
public protocol PagedReply: CatalogMessage, Sendable {
    /// What the list is of.
    associatedtype Element: Sendable

    /// The page.
    var page: ListPage<Element> { get }

    /// Answers with this page.
    init(page: ListPage<Element>)
}

extension PagedRequest {
    /// The most elements the page is to have, at least 1.
    public var elementCountMax: Int {
        pageSize <= 0 ? Self.pageSizeDefault : min(pageSize, Self.pageSizeMax)
    }

    /// The method and its arguments but page size and token, in canonical form: requests for pages of one list have
    /// equal bytes.
    public var listIdentity: [UInt8] {
        var request = self
        request.pageSize = 0
        request.pageToken = ""
        return Array(Self.method.utf8) + [0] + request.withMessage { $0.bytes() }
    }
}

/// Reads a page size.
func readPageSize(_ size: Int32) throws(MessageError) -> Int {
    guard size >= 0 else { throw .invalid("page_size", "a page size is 0 (for the default) or more") }
    return Int(size)
}
