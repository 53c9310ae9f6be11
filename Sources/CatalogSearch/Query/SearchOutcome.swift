public import CatalogModel

/// A page of hits, best first: exact code, exact wording, code prefix, then relevance; ties by code.
public struct SearchOutcome: Sendable {
    /// The hits; may be empty.
    public var hits: [SearchHit] = []
    /// Where the next page starts; nil after the last.
    public var next: SearchCursor?
    /// How many codes match in total.
    public var matchCount = 0
    /// The facets asked for, in the order of ``FacetField/allCases``, axes by name.
    public var facets: [Facet] = []
    /// The query as it was corrected; empty when nothing was.
    public var correctedQuery = ""
    /// What parts of the query were taken to mean.
    public var readings: [QueryReading] = []
}
