/// All elements of a list, which come from the server page by page as they are asked for.
///
/// Each iteration asks anew. Pages are of the catalog's revision at their time; the list goes on in its order, whatever
/// came or went since the page before, and on the same day.
public struct PageSequence<Element: Sendable>: AsyncSequence, Sendable {
    /// Fetches the page that a token asks for; the empty token asks for the first.
    typealias Fetch = @Sendable (_ token: String) async throws(MedCodesError) -> ListPage<Element>

    let fetch: Fetch

    /// The elements from the first on.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(fetch: fetch) }

    /// Goes through the pages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let fetch: Fetch
        private var elements: ArraySlice<Element> = []
        /// What asks for the next page; nil when there is none.
        private var token: String? = ""

        init(fetch: @escaping Fetch) { self.fetch = fetch }

        /// The next element; nil behind the last.
        ///
        /// - Throws: ``MedCodesError`` when a page cannot be had. The same page is asked for again on the next call.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(MedCodesError) -> Element? {
            while elements.isEmpty, let asked = token {
                let page = try await fetch(asked)
                guard page.nextPageToken.isEmpty || page.nextPageToken != asked else {
                    throw MedCodesError(.internal, "the server's page leads to itself")
                }
                elements = page.elements[...]
                token = page.nextPageToken.isEmpty ? nil : page.nextPageToken
            }
            return elements.popFirst()
        }
    }
}
