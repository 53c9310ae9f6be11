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
