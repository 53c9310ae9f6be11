/// How one code stands to another (FHIR `$subsumes`).
public enum SubsumptionOutcome: String, Hashable, Sendable, CaseIterable {
    /// They are the same code.
    case equivalent
    /// The first stands above the second.
    case subsumes
    /// The first stands below the second.
    case subsumedBy
    /// Neither stands above the other.
    case notSubsumed
}
