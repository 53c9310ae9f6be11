public import CatalogModel

extension SimilarityLink: StorableFact {
    /// `key`, `other`, `reason`.
    public static var identity: [FactColumn] { [.init("key", .key), .init("other", .key), .init("reason", .text)] }
    /// `score`.
    public static var content: [FactColumn] { [.init("score", .real)] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(key), .key(other), .text(reason.rawValue)] }
    /// What it says.
    public var contentValues: [FactValue] { [.real(score)] }

    /// Says which value cannot be stored.
    public var defect: String? { (0...1).contains(score) ? nil : "the score is no number from 0 to 1" }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            key: try row.key(), other: try row.key(), reason: try row.choice(), score: try row.real(),
            period: period)
    }
}
