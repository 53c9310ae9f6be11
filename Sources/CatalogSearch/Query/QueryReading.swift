/// What a part of a query was taken to mean.
public struct QueryReading: Hashable, Sendable {
    /// Why a part was read differently from how it was typed.
    public enum Reason: Hashable, Sendable, CaseIterable {
        /// A spelling was corrected.
        case spelling
        /// A synonym, lay word, eponym or brand name was looked up.
        case synonym
        /// An abbreviation was spelled out.
        case abbreviation
        /// A medical word was split into its parts.
        case wordParts
        /// Letters and digits that look alike were exchanged in a code.
        case lookAlike
        /// The word was taken as an exclusion.
        case negation
    }

    /// The part, as it was typed.
    public var typed: String
    /// What was searched for instead, or besides it.
    public var readAs: [String]
    /// Why.
    public var reason: Reason

    /// A reading.
    public init(typed: String, readAs: [String], reason: Reason) {
        self.typed = typed
        self.readAs = readAs
        self.reason = reason
    }
}
