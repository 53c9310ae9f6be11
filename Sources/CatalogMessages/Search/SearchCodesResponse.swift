internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// A page of hits, best first, with what was counted and how the query was read.
public struct SearchCodesResponse: Hashable, Sendable {
    /// The page.
    public var page: ListPage<SearchHit>
    /// The counts asked for, over all hits.
    public var facets: [Facet]
    /// The query as it was corrected; empty when nothing was.
    public var correctedQuery: String
    /// What parts of the query were taken to mean.
    public var readings: [QueryReading]

    /// Answers with this page.
    public init(
        page: ListPage<SearchHit>, facets: [Facet], correctedQuery: String = "", readings: [QueryReading] = []
    ) {
        self.page = page
        self.facets = facets
        self.correctedQuery = correctedQuery
        self.readings = readings
    }
}

extension SearchCodesResponse: PagedReply, RootMapping {
    /// Answers with this page and nothing counted.
    public init(page: ListPage<SearchHit>) { self.init(page: page, facets: []) }

    init(_ message: Medcodes__V1__SearchCodesResponse) throws(MessageError) {
        self.init(
            page: ListPage(
                try readList(message.hits, count: message.n_hits, "hits"),
                nextPageToken: String(cString: message.next_page_token), totalCount: Int(message.total_size)),
            facets: try readList(message.facets, count: message.n_facets, "facets"),
            correctedQuery: String(cString: message.corrected_query),
            readings: try readList(message.readings, count: message.n_readings, "readings"))
    }

    func fill(_ message: inout Medcodes__V1__SearchCodesResponse, in arena: MessageArena) {
        message.n_hits = page.elements.count
        message.hits = arena.list(page.elements)
        message.next_page_token = arena.copy(page.nextPageToken)
        message.total_size = Int64(page.totalCount)
        message.n_facets = facets.count
        message.facets = arena.list(facets)
        message.corrected_query = arena.copy(correctedQuery)
        message.n_readings = readings.count
        message.readings = arena.list(readings)
    }
}
