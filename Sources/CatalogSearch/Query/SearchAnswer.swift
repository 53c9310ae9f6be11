public import CatalogModel

/// A page of hits, best first: exact code, exact wording, code prefix, then relevance; ties by code.
public struct SearchAnswer: Sendable {
    /// The hits; may be empty.
    public var hits: [SearchHit] = []
    /// Where the next page starts; nil after the last.
    public var next: SearchCursor?
    /// How many codes match in total; nil when that was not asked for.
    public var matchCount: Int?
    /// The facets asked for, in the order of ``FacetField/allCases``, axes by name.
    public var facets: [Facet] = []
    /// The query as it was corrected; empty when nothing was.
    public var correctedQuery = ""
    /// What parts of the query were taken to mean.
    public var readings: [QueryReading] = []
}

/// One code that answers a query.
public struct SearchHit: Hashable, Sendable {
    /// Where a matched term comes from.
    public enum Field: Hashable, Sendable {
        /// The code itself, or a prefix of it.
        case code
        /// One of the descriptors.
        case descriptor
        /// A synonym.
        case synonym
        /// An entry of an alphabetic index.
        case indexEntry
        /// An inclusion term of the tabular list.
        case inclusionTerm
        /// The procedure's page.
        case procedure
    }

    /// The code; for a family, the code or prefix that covers it.
    public var key: CodeKey
    /// The descriptor to show.
    public var display: String
    /// How good the hit is; comparable within one answer only.
    public var score: Float
    /// The term that matched, as the catalog has it.
    public var matchedTerm: String
    /// Where it comes from.
    public var matchedField: Field
    /// The parts of ``display`` that match, in Unicode scalar values from 0, in order, without overlap.
    public var highlights: [Range<Int>]
    /// Code, header or modifier.
    public var kind: CodeKind
    /// Where the day lies in the life of the code.
    public var status: CodeStatus
    /// Whether the code is reported only together with a primary procedure.
    public var isAddOn: Bool
    /// How many codes a suggestion stands for; 0 for a single code.
    public var familySize: Int
    /// How the score came about; empty when it was not asked for.
    public var explanation: [ScorePart]
}

/// One part of a score; the parts of a hit add up to its score.
public struct ScorePart: Hashable, Sendable {
    /// What it is, in a few words.
    public var label: String
    /// What it adds to the score; negative for a penalty.
    public var contribution: Float
}

/// The counts of matches by one field.
public struct Facet: Hashable, Sendable {
    /// How many matches have one value.
    public struct Count: Hashable, Sendable {
        /// The value, as filters take it.
        public var value: String
        /// The value for people.
        public var label: String
        /// How many matches.
        public var count: Int
    }

    /// What was counted by.
    public var field: FacetField
    /// The name of the axis; for ``FacetField/axis`` only.
    public var axis: String
    /// The counts, most frequent first, ties by value.
    public var counts: [Count]
}
