internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for the codes that answer a query best.
public struct SearchCodesRequest: Hashable, Sendable {
    /// The longest query, in bytes.
    public static let queryByteCountMax = 1_000

    /// What the user typed: words, a code, part of a code, a code with `*`.
    public var query: String
    /// Only these systems; empty for all.
    public var systems: [CodeSystem]
    /// The day the filters' statuses are meant for; nil for today (UTC).
    public var asOf: CalendarDate?
    /// What else a hit must be.
    public var filters: SearchFilters
    /// The facets to count over all hits; none is fastest.
    public var facets: [FacetField]
    /// Whether each hit explains its score.
    public var explains: Bool
    /// How many hits the page is to have; 0 for 10.
    public var pageSize: Int
    /// The token of the page before; empty for the first page.
    public var pageToken: String

    /// A request.
    public init(
        query: String, systems: [CodeSystem] = [], asOf: CalendarDate? = nil, filters: SearchFilters = SearchFilters(),
        facets: [FacetField] = [], explains: Bool = false, pageSize: Int = 0, pageToken: String = ""
    ) {
        self.query = query
        self.systems = systems
        self.asOf = asOf
        self.filters = filters
        self.facets = facets
        self.explains = explains
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

extension SearchCodesRequest: PagedRequest, RootMapping {
    /// A page of hits.
    public typealias Reply = SearchAnswer
    /// `SearchCodes`.
    public static let method = "SearchCodes"
    /// 10.
    public static let pageSizeDefault = 10
    /// 100.
    public static let pageSizeMax = 100

    static var limits: WireLimits { .request }
    private static let facetCountMax = 20

    init(_ message: Medcodes__V1__SearchCodesRequest) throws(MessageError) {
        guard message.n_facets <= Self.facetCountMax else {
            throw .invalid("facets", "there are more than there are facets; name each once")
        }
        self.init(
            query: try Self.query(message.query, "query"),
            systems: try [CodeSystem](
                numbers: message.systems, count: message.n_systems, uris: message.system_uris,
                uriCount: message.n_system_uris),
            asOf: try readOptional(message.as_of, "as_of"),
            filters: try readOptional(message.filters, "filters") ?? SearchFilters(),
            facets: try readChoices(message.facets, count: message.n_facets, "facets", zeroIsIgnored: true) {
                FacetField($0)
            },
            explains: message.explain != 0, pageSize: try readPageSize(message.page_size),
            pageToken: String(cString: message.page_token))
    }

    func fill(_ message: inout Medcodes__V1__SearchCodesRequest, in arena: MessageArena) {
        message.query = arena.copy(query)
        (message.systems, message.n_systems) = systems.numbered(in: arena)
        (message.system_uris, message.n_system_uris) = systems.unnumbered(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.filters = filters == SearchFilters() ? nil : filters.made(in: arena)
        message.n_facets = facets.count
        message.facets = arena.array(facets) { $0.wireValue }
        message.explain = explains ? 1 : 0
        message.page_size = Int32(clamping: pageSize)
        message.page_token = arena.copy(pageToken)
    }

    /// Reads what the user typed, in the spelling that stands for all that mean the same, so that their answers do not
    /// differ either.
    static func query(_ text: UnsafeMutablePointer<CChar>, _ field: String) throws(MessageError) -> String {
        let query = String(cString: text)
        guard query.utf8.count <= queryByteCountMax else {
            throw .invalid(field, "it has more than \(queryByteCountMax) bytes; ask for the words that matter")
        }
        return query.asTyped
    }
}

/// Reads a list of enum values that a request must have right.
///
/// - Parameter zeroIsIgnored: Whether the unspecified value, 0, says nothing instead of being an error.
func readChoices<Wire: RawRepresentable<UInt32>, Value>(
    _ values: UnsafeMutablePointer<Wire>?, count: Int, _ field: String, zeroIsIgnored: Bool = false,
    _ read: (Wire) -> Value?
) throws(MessageError) -> [Value] {
    var choices: [Value] = []
    for (index, value) in UnsafeBufferPointer(start: values, count: count).enumerated() {
        if zeroIsIgnored, value.rawValue == 0 { continue }
        guard let choice = read(value) else {
            throw .invalid("\(field)[\(index)]", "this version knows no such value")
        }
        choices.append(choice)
    }
    return choices
}
