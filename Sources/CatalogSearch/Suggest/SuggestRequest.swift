public import CatalogModel

/// What is being typed.
public struct SuggestRequest: Hashable, Sendable {
    /// What was typed so far; the last word may be unfinished.
    public var prefix: String
    /// Only these systems; empty for all.
    public var systems: [CodeSystem]
    /// The day codes must be valid on.
    public var asOf: CalendarDate
    /// How many suggestions at most.
    public var limit: Int

    /// A request for suggestions.
    public init(prefix: String, systems: [CodeSystem] = [], asOf: CalendarDate, limit: Int = 10) {
        self.prefix = prefix
        self.systems = systems
        self.asOf = asOf
        self.limit = limit
    }
}

/// Completions, best first, each a different idea: a family of codes is one hit while more codes match than were asked
/// for; below that, single codes.
public struct SuggestAnswer: Sendable {
    /// The completions; may be empty.
    public var hits: [SearchHit] = []
    /// How many codes match in total.
    public var matchCount = 0
    /// The text as it was corrected; empty when nothing was.
    public var correctedPrefix = ""
}
