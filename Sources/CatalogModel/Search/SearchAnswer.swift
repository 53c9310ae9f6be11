/// A page of hits, best first, with what was counted and how the query was read.
public struct SearchAnswer: Hashable, Sendable {
    /// The page.
    public var page: ListPage<SearchHit>
    /// The counts asked for, over all hits.
    public var facets: [Facet]
    /// The query as it was corrected; empty when nothing was.
    public var correctedQuery: String
    /// What parts of the query were taken to mean.
    public var readings: [QueryReading]

    /// An answer.
    public init(
        page: ListPage<SearchHit>, facets: [Facet] = [], correctedQuery: String = "", readings: [QueryReading] = []
    ) {
        self.page = page
        self.facets = facets
        self.correctedQuery = correctedQuery
        self.readings = readings
    }
}

/// Completions of what is being typed, best first.
public struct Suggestions: Hashable, Sendable {
    /// The completions, each a different idea.
    public var hits: [SearchHit]
    /// How many codes match in total.
    public var totalCount: Int
    /// The text as it was corrected; empty when nothing was.
    public var correctedPrefix: String

    /// Completions.
    public init(hits: [SearchHit], totalCount: Int, correctedPrefix: String = "") {
        self.hits = hits
        self.totalCount = totalCount
        self.correctedPrefix = correctedPrefix
    }
}
