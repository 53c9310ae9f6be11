internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// A page of policies.
public struct ListPoliciesResponse: Hashable, Sendable {
    /// The page.
    public var page: ListPage<Policy>

    /// Answers with this page.
    public init(page: ListPage<Policy>) { self.page = page }
}

extension ListPoliciesResponse: PagedReply, RootMapping {
    init(_ message: Medcodes__V1__ListPoliciesResponse) throws(MessageError) {
        self.init(
            page: ListPage(
                try readList(message.policies, count: message.n_policies, "policies"),
                nextPageToken: String(cString: message.next_page_token), totalCount: Int(message.total_size)))
    }

    func fill(_ message: inout Medcodes__V1__ListPoliciesResponse, in arena: MessageArena) {
        message.n_policies = page.elements.count
        message.policies = arena.list(page.elements)
        message.next_page_token = arena.copy(page.nextPageToken)
        message.total_size = Int64(page.totalCount)
    }
}
