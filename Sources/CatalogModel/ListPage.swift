/// One page of a list.
public struct ListPage<Element: Sendable>: Sendable {
    /// The page's elements, in the list's order.
    public var elements: [Element]
    /// What asks for the page after this one; empty after the last.
    public var nextPageToken: String
    /// How many elements the list has on all its pages.
    public var totalCount: Int

    /// A page.
    public init(_ elements: [Element], nextPageToken: String = "", totalCount: Int) {
        self.elements = elements
        self.nextPageToken = nextPageToken
        self.totalCount = totalCount
    }
}

extension ListPage: Equatable where Element: Equatable {}

extension ListPage: Hashable where Element: Hashable {}
