internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for what stands directly below a code, or at the top of a system.
public struct ListChildCodesRequest: Hashable, Sendable {
    /// The system.
    public var system: CodeSystem
    /// A code of it, a group, or leading characters of codes; nil for the top of the system.
    public var parent: CodeKey?
    /// The day; nil for today (UTC).
    public var asOf: CalendarDate?
    /// How many children the page is to have; 0 for 100.
    public var pageSize: Int
    /// The token of the page before; empty for the first page.
    public var pageToken: String

    /// A request for the children of a code, a group, or leading characters of codes.
    public init(of parent: CodeKey, asOf: CalendarDate? = nil, pageSize: Int = 0, pageToken: String = "") {
        self.init(system: parent.system, parent: parent, asOf: asOf, pageSize: pageSize, pageToken: pageToken)
    }

    /// A request for the top of a system.
    public init(topOf system: CodeSystem, asOf: CalendarDate? = nil, pageSize: Int = 0, pageToken: String = "") {
        self.init(system: system, parent: nil, asOf: asOf, pageSize: pageSize, pageToken: pageToken)
    }

    private init(system: CodeSystem, parent: CodeKey?, asOf: CalendarDate?, pageSize: Int, pageToken: String) {
        self.system = system
        self.parent = parent
        self.asOf = asOf
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

extension ListChildCodesRequest: PagedRequest, RootMapping {
    /// A page of children.
    public typealias Reply = ListChildCodesResponse
    /// `ListChildCodes`.
    public static let method = "ListChildCodes"
    /// 100.
    public static let pageSizeDefault = 100
    /// 1,000.
    public static let pageSizeMax = 1_000

    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__ListChildCodesRequest) throws(MessageError) {
        guard let key = message.key?.pointee else {
            throw .invalid("key", "the key is missing; set its system, and its code for less than all of the system")
        }
        let (system, parent): (CodeSystem, CodeKey?)
        do {
            system = try CodeSystem(key.system, uri: String(cString: key.system_uri))
            parent = key.code.pointee == 0 ? nil : try CodeKey(place: key)
        } catch {
            throw error.inside("key")
        }
        self.init(
            system: system, parent: parent, asOf: try readOptional(message.as_of, "as_of"),
            pageSize: try readPageSize(message.page_size), pageToken: String(cString: message.page_token))
    }

    func fill(_ message: inout Medcodes__V1__ListChildCodesRequest, in arena: MessageArena) {
        message.key = (parent ?? CodeKey(system: system, canonical: "")).asked(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.page_size = Int32(clamping: pageSize)
        message.page_token = arena.copy(pageToken)
    }
}
