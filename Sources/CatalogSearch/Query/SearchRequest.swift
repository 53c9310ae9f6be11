public import CatalogModel

/// What is looked for.
public struct SearchRequest: Hashable, Sendable {
    /// What the user typed: words, a code, part of a code, a code with `*` or `?`, a range of codes.
    public var query: String
    /// Only these systems; empty for all.
    public var systems: [CodeSystem]
    /// The day codes must be valid on.
    public var asOf: CalendarDate
    /// How many hits at most, 0 or more.
    public var limit: Int
    /// Where the page before this one ended; nil for the first page.
    public var after: SearchCursor?
    /// What else a hit must be.
    public var filters: SearchFilters
    /// The facets to count over all matches.
    public var facets: Set<FacetField>
    /// Whether each hit explains its score.
    public var explains: Bool
    /// Whether to score all that match: the outcome is the same, to show that it is.
    package var isExhaustive = false

    /// The longest query read, in bytes of UTF-8.
    public static let queryByteCountMax = 1000

    /// A search for billable codes of all systems.
    public init(
        query: String, systems: [CodeSystem] = [], asOf: CalendarDate, limit: Int = 10, after: SearchCursor? = nil,
        filters: SearchFilters = SearchFilters(), facets: Set<FacetField> = [], explains: Bool = false
    ) {
        self.query = query
        self.systems = systems
        self.asOf = asOf
        self.limit = limit
        self.after = after
        self.filters = filters
        self.facets = facets
        self.explains = explains
    }
}

/// The last hit of a page; the next page starts after it.
public struct SearchCursor: Hashable, Sendable {
    /// Its score.
    public var score: Float
    /// Its key.
    public var key: CodeKey

    /// A place between two hits.
    public init(score: Float, key: CodeKey) {
        self.score = score
        self.key = key
    }
}
