public import CatalogModel

/// A fact as a scope's editions list it: the fact, whose it is, and the days on which the editions in force hold it.
public struct StoredFact: Hashable, Sendable {
    /// The fact.
    public var fact: Fact
    /// The scope it belongs to.
    public var scope: FactScope
    /// The days on which an edition in force holds it so.
    public var listed: ValidityPeriod

    /// A stored fact.
    public init(_ fact: Fact, scope: FactScope, listed: ValidityPeriod = .always) {
        self.fact = fact
        self.scope = scope
        self.listed = listed
    }
}

/// A fact found, with where it comes from.
public struct SourcedFact<Value: StorableFact>: Hashable, Sendable {
    /// The fact as its source prints it.
    public var value: Value
    /// The edition that was in force on the day asked for; without a day, the latest that holds the fact so.
    public var edition: FactEdition
    /// The days on which an edition in force holds the fact so.
    public var listed: ValidityPeriod
    /// Where the fact stands in the order of the query; give it to ``FactQuery/after(_:)`` to go on behind it.
    public var cursor: FactCursor

    /// The days on which the fact holds and is listed.
    public var period: ValidityPeriod { value.period.intersection(listed) }
}

/// Where a fact stands among those of its kind: by identity, effective day, scope, and first day listed.
public struct FactCursor: Hashable, Sendable, Codable {
    package let values: [FactValue]

    package init(values: [FactValue]) { self.values = values }
}

extension FactCursor: Comparable {
    /// Earlier in the order first.
    public static func < (a: FactCursor, b: FactCursor) -> Bool {
        for (a, b) in zip(a.values, b.values) where a != b {
            switch (a, b) {
            case (.integer(let a), .integer(let b)): return a < b
            case (.real(let a), .real(let b)): return a < b
            case (.text(let a), .text(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
            default: return false
            }
        }
        return a.values.count < b.values.count
    }
}

extension StoredFact {
    /// Where the fact stands among those of its kind.
    package var cursor: FactCursor {
        let value = fact.value
        return FactCursor(
            values: value.identityValues + [
                .integer(Int64(value.period.effective?.dayNumber ?? StoredDay.openStart)), .integer(scope.number),
                .integer(Int64(listed.effective?.dayNumber ?? StoredDay.openStart)),
            ])
    }
}
