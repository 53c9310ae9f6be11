/// A code that answers a query, or completes what is being typed.
public struct SearchHit: Hashable, Sendable {
    /// The code; for a family, the shortest code or code prefix that covers it.
    public var key: CodeKey
    /// The descriptor to show.
    public var display: String
    /// How good the hit is, greater is better; comparable within one answer only.
    public var score: Double
    /// The term that matched, as the catalog has it: a descriptor, synonym or index entry; may be empty.
    public var matchedTerm: String
    /// Where ``matchedTerm`` comes from; nil when that is not known.
    public var matchedField: MatchField?
    /// The parts of ``display`` that match the query, in Unicode scalar values from 0; in order, without overlap.
    public var highlights: [Range<Int>]
    /// A reportable code, a header or a modifier.
    public var kind: CodeKind
    /// Where the day lies in the life of the code.
    public var status: CodeStatus
    /// Whether a claim may carry the code by itself.
    public var isBillable: Bool
    /// Whether the code is reported only together with a primary procedure.
    public var isAddOn: Bool
    /// How many codes this suggestion stands for; 0 for a single code.
    public var familySize: Int
    /// The parts of the score, which add up to it; nil unless asked for.
    public var explanation: [ScorePart]?

    /// A hit.
    public init(
        key: CodeKey, display: String, score: Double, matchedTerm: String = "", matchedField: MatchField? = nil,
        highlights: [Range<Int>] = [], kind: CodeKind = .code, status: CodeStatus = .active, isBillable: Bool = true,
        isAddOn: Bool = false, familySize: Int = 0, explanation: [ScorePart]? = nil
    ) {
        self.key = key
        self.display = display
        self.score = score
        self.matchedTerm = matchedTerm
        self.matchedField = matchedField
        self.highlights = highlights
        self.kind = kind
        self.status = status
        self.isBillable = isBillable
        self.isAddOn = isAddOn
        self.familySize = familySize
        self.explanation = explanation
    }
}

/// Where a matched term comes from.
public enum MatchField: String, Hashable, Sendable, CaseIterable {
    /// The code itself, or a prefix of it.
    case code
    /// One of the descriptors.
    case descriptor
    /// A synonym, loaded by the operator or built in.
    case synonym
    /// An entry of an alphabetic index.
    case indexEntry
    /// An inclusion term of the tabular list.
    case inclusionTerm
    /// The procedure's page.
    case procedure
}

/// One part of a score.
public struct ScorePart: Hashable, Sendable {
    /// What it is, in a few words: a matched term, a penalty, a prior.
    public var label: String
    /// What it adds to the score; negative for a penalty.
    public var contribution: Double

    /// A part.
    public init(_ label: String, contribution: Double) {
        self.label = label
        self.contribution = contribution
    }
}
