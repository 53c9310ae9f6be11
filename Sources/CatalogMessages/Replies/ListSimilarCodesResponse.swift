internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// A page of similar codes.
public struct ListSimilarCodesResponse: Hashable, Sendable {
    /// The page.
    public var page: ListPage<SimilarCode>

    /// Answers with this page.
    public init(page: ListPage<SimilarCode>) { self.page = page }
}

extension ListSimilarCodesResponse: PagedReply, RootMapping {
    init(_ message: Medcodes__V1__ListSimilarCodesResponse) throws(MessageError) {
        self.init(
            page: ListPage(
                try readList(message.similar_codes, count: message.n_similar_codes, "similar_codes"),
                nextPageToken: String(cString: message.next_page_token), totalCount: Int(message.total_size)))
    }

    func fill(_ message: inout Medcodes__V1__ListSimilarCodesResponse, in arena: MessageArena) {
        message.n_similar_codes = page.elements.count
        message.similar_codes = arena.list(page.elements)
        message.next_page_token = arena.copy(page.nextPageToken)
        message.total_size = Int64(page.totalCount)
    }
}
