internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for the policies about a code.
public struct ListPoliciesRequest: Hashable, Sendable {
    /// The code.
    public var key: CodeKey
    /// Only policies that apply on this day; nil for today (UTC).
    public var asOf: CalendarDate?
    /// Only this payer's, in any case; empty for all.
    public var payer: String
    /// Only policies that apply in this jurisdiction, in any case, those that apply everywhere included; empty for all.
    public var jurisdiction: String
    /// How many policies the page is to have; 0 for 50.
    public var pageSize: Int
    /// The token of the page before; empty for the first page.
    public var pageToken: String

    /// A request.
    public init(
        key: CodeKey, asOf: CalendarDate? = nil, payer: String = "", jurisdiction: String = "", pageSize: Int = 0,
        pageToken: String = ""
    ) {
        self.key = key
        self.asOf = asOf
        self.payer = payer
        self.jurisdiction = jurisdiction
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

extension ListPoliciesRequest: PagedRequest, RootMapping {
    /// A page of policies.
    public typealias Reply = ListPoliciesResponse
    /// `ListPolicies`.
    public static let method = "ListPolicies"
    /// 50.
    public static let pageSizeDefault = 50
    /// 500.
    public static let pageSizeMax = 500

    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__ListPoliciesRequest) throws(MessageError) {
        self.init(
            key: try .required(message.key), asOf: try readOptional(message.as_of, "as_of"),
            payer: String(cString: message.payer), jurisdiction: String(cString: message.jurisdiction),
            pageSize: try readPageSize(message.page_size), pageToken: String(cString: message.page_token))
    }

    func fill(_ message: inout Medcodes__V1__ListPoliciesRequest, in arena: MessageArena) {
        message.key = key.asked(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.payer = arena.copy(payer)
        message.jurisdiction = arena.copy(jurisdiction)
        message.page_size = Int32(clamping: pageSize)
        message.page_token = arena.copy(pageToken)
    }
}
