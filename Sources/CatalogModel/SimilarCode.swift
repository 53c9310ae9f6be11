/// A code related to another one, with why and how strongly.
public struct SimilarCode: Hashable, Sendable, Codable {
    /// The related code.
    public var key: CodeKey
    /// Its descriptor, for display; empty when the code is not loaded.
    public var title: String
    /// Why it is related.
    public var reason: SimilarityReason
    /// How strongly, 0 (barely) to 1 (nearly the same).
    public var score: Double

    /// A related code.
    public init(key: CodeKey, title: String = "", reason: SimilarityReason, score: Double) {
        self.key = key
        self.title = title
        self.reason = reason
        self.score = score
    }
}

/// Why two codes are called similar.
public enum SimilarityReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// A list written by hand names it.
    case curated
    /// Both belong to one add-on family.
    case addOnFamily
    /// Both stand under the same heading or in the same table row.
    case sibling
    /// Their texts share rare words.
    case sharedText
}
