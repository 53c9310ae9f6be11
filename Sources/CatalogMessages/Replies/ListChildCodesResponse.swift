internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// A page of children.
public struct ListChildCodesResponse: Hashable, Sendable {
    /// The page.
    public var page: ListPage<ChildCode>

    /// Answers with this page.
    public init(page: ListPage<ChildCode>) { self.page = page }
}

extension ListChildCodesResponse: PagedReply, RootMapping {
    init(_ message: Medcodes__V1__ListChildCodesResponse) throws(MessageError) {
        self.init(
            page: ListPage(
                try readList(message.children, count: message.n_children, "children"),
                nextPageToken: String(cString: message.next_page_token), totalCount: Int(message.total_size)))
    }

    func fill(_ message: inout Medcodes__V1__ListChildCodesResponse, in arena: MessageArena) {
        message.n_children = page.elements.count
        message.children = arena.list(page.elements)
        message.next_page_token = arena.copy(page.nextPageToken)
        message.total_size = Int64(page.totalCount)
    }
}
