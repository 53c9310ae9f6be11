internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `SearchCodesResponse`.
extension SearchAnswer: PagedReply, RootMapping {
    /// An answer with this page and nothing else.
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
