/// A loaded edition of a scope of facts, and what it holds.
public struct EditionSummary: Hashable, Sendable {
    /// Which edition it is.
    public var edition: FactEdition
    /// The first day it is no longer in force because a later one is loaded; nil for the newest.
    public var superseded: CalendarDate?
    /// What it holds on its first day, by kind in the order of `FactKind.allCases`. Empty where it is not known, because
    /// an older version of this program loaded the edition.
    public var counts: [FactCount]

    /// A summary.
    public init(edition: FactEdition, superseded: CalendarDate? = nil, counts: [FactCount] = []) {
        self.edition = edition
        self.superseded = superseded
        self.counts = counts
    }
}

/// How many facts of a kind an edition holds.
public struct FactCount: Hashable, Sendable {
    /// The kind.
    public var kind: FactKind
    /// How many facts.
    public var factCount: Int
    /// How many distinct codes they name that the catalog does not have on any day. Such facts are kept, and a code no
    /// longer counts once it is loaded.
    public var unresolvedCodeCount: Int

    /// A count.
    public init(kind: FactKind, factCount: Int, unresolvedCodeCount: Int = 0) {
        self.kind = kind
        self.factCount = factCount
        self.unresolvedCodeCount = unresolvedCodeCount
    }
}
