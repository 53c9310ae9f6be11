public import CatalogModel

/// A fact of any kind.
public struct Fact: Sendable {
    /// The fact itself.
    public let value: any StorableFact

    /// Wraps a fact.
    public init(_ value: any StorableFact) { self.value = value }

    /// What kind of fact it is.
    public var kind: FactKind { Swift.type(of: value).kind }

    /// The type of a kind's facts.
    public static func type(of kind: FactKind) -> any StorableFact.Type {
        switch kind {
        case .addOn: AddOnRelation.self
        case .pairEdit: PairEdit.self
        case .unitLimit: UnitLimit.self
        case .feeSchedule: FeeScheduleEntry.self
        case .policy: Policy.self
        case .policyCode: PolicyCode.self
        case .crosswalk: CrosswalkEntry.self
        case .term: Term.self
        case .axisValue: AxisValue.self
        case .note: TabularNote.self
        case .hierarchy: HierarchyLink.self
        case .similarity: SimilarityLink.self
        }
    }
}

extension Fact: Hashable {
    /// Whether the two are the same fact.
    public static func == (a: Fact, b: Fact) -> Bool {
        a.kind == b.kind && a.value.period == b.value.period && a.value.identityValues == b.value.identityValues
            && a.value.contentValues == b.value.contentValues
    }

    /// Hashes kind, identity and period.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(value.identityValues)
        hasher.combine(value.period)
    }
}
