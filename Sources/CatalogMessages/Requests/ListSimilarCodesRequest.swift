internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for the codes most like one code, best first.
public struct ListSimilarCodesRequest: Hashable, Sendable {
    /// The code.
    public var key: CodeKey
    /// The day; nil for today (UTC).
    public var asOf: CalendarDate?
    /// Only codes that are similar for one of these reasons; empty for all.
    public var reasons: [SimilarityReason]
    /// How many codes the page is to have; 0 for 50.
    public var pageSize: Int
    /// The token of the page before; empty for the first page.
    public var pageToken: String

    /// A request.
    public init(
        key: CodeKey, asOf: CalendarDate? = nil, reasons: [SimilarityReason] = [], pageSize: Int = 0,
        pageToken: String = ""
    ) {
        self.key = key
        self.asOf = asOf
        self.reasons = reasons
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

extension ListSimilarCodesRequest: PagedRequest, RootMapping {
    /// A page of similar codes.
    public typealias Reply = ListSimilarCodesResponse
    /// `ListSimilarCodes`.
    public static let method = "ListSimilarCodes"
    /// 50.
    public static let pageSizeDefault = 50
    /// 500.
    public static let pageSizeMax = 500

    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__ListSimilarCodesRequest) throws(MessageError) {
        self.init(
            key: try .required(message.key), asOf: try readOptional(message.as_of, "as_of"),
            reasons: try Self.reasons(UnsafeBufferPointer(start: message.reasons, count: message.n_reasons)),
            pageSize: try readPageSize(message.page_size), pageToken: String(cString: message.page_token))
    }

    func fill(_ message: inout Medcodes__V1__ListSimilarCodesRequest, in arena: MessageArena) {
        message.key = key.asked(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.n_reasons = reasons.count
        message.reasons = arena.array(reasons) { $0.wireValue }
        message.page_size = Int32(clamping: pageSize)
        message.page_token = arena.copy(pageToken)
    }

    /// Each reason once, in the order of the contract: two requests with the same reasons ask for one list.
    private static func reasons(
        _ values: UnsafeBufferPointer<Medcodes__V1__SimilarityReason>
    ) throws(MessageError) -> [SimilarityReason] {
        for (index, value) in values.enumerated()
        where !SimilarityReason.allCases.contains(where: { $0.wireValue == value }) {
            throw .invalid("reasons[\(index)]", "there is no such reason")
        }
        return SimilarityReason.allCases.filter { reason in values.contains { $0 == reason.wireValue } }
    }
}
