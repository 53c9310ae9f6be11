/// A code related to another one, with why and how strongly. It says nothing of the way back.
public struct SimilarityLink: CatalogFact {
    /// `similarity`.
    public static let kind = FactKind.similarity

    /// The code a reader looks at.
    public var key: CodeKey
    /// The code the reader may want instead.
    public var other: CodeKey
    /// Why it is related.
    public var reason: SimilarityReason
    /// How strongly, 0 (barely) to 1 (nearly the same).
    public var score: Double
    /// The days on which the link holds.
    public var period: ValidityPeriod

    /// A link.
    public init(
        key: CodeKey, other: CodeKey, reason: SimilarityReason, score: Double, period: ValidityPeriod = .always
    ) {
        self.key = key
        self.other = other
        self.reason = reason
        self.score = score
        self.period = period
    }
}
