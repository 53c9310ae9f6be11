/// How many of all hits have each value of a field.
public struct Facet: Hashable, Sendable {
    /// What was counted by.
    public var field: FacetField
    /// The name of the axis; empty but for ``FacetField/axis``.
    public var axis: String
    /// The counts, most frequent first, ties by value.
    public var counts: [FacetCount]

    /// A facet.
    public init(_ field: FacetField, axis: String = "", counts: [FacetCount]) {
        self.field = field
        self.axis = axis
        self.counts = counts
    }
}

/// How many hits have one value.
public struct FacetCount: Hashable, Sendable {
    /// The value, as filters take it.
    public var value: String
    /// The value for people.
    public var label: String
    /// How many hits, exactly.
    public var hitCount: Int

    /// A count.
    public init(value: String, label: String, hitCount: Int) {
        self.value = value
        self.label = label
        self.hitCount = hitCount
    }
}

/// Something hits can be counted by.
public enum FacetField: String, Hashable, Sendable, CaseIterable {
    /// The code system.
    case system
    /// Code, header or modifier.
    case kind
    /// Active, not yet effective, terminated.
    case status
    /// Add-on or not.
    case addOn
    /// Every axis of the hits' systems: one facet for each.
    case axis
    /// Where the procedure is done.
    case setting
    /// The anesthesia it needs.
    case anesthesia
}
