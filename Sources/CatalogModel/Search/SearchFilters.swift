/// What a hit of a search must be. Filters of different fields all hold; several values of one field are alternatives.
public struct SearchFilters: Hashable, Sendable {
    /// The kinds of code.
    public var kinds: Set<CodeKind>
    /// Where the day must lie in the life of the code.
    public var statuses: Set<CodeStatus>
    /// Whether only billable, or only other, codes; nil for both.
    public var isBillable: Bool?
    /// Whether only add-on, or only other, codes; nil for both.
    public var isAddOn: Bool?
    /// The values that axes must have; all of them hold.
    public var axes: [AxisFilter]
    /// Where the procedure is done; empty for anywhere.
    public var settings: Set<CareSetting>
    /// The anesthesia it needs; empty for any.
    public var anesthesia: Set<AnesthesiaKind>
    /// The longest duration, in minutes; nil for any. A code of unknown duration does not match when it is set.
    public var durationMinutesMax: Int?

    /// Filters that let every reportable code through that is valid on the day, narrowed as said.
    public init(
        kinds: Set<CodeKind> = [.code], statuses: Set<CodeStatus> = [.active], isBillable: Bool? = nil,
        isAddOn: Bool? = nil, axes: [AxisFilter] = [], settings: Set<CareSetting> = [],
        anesthesia: Set<AnesthesiaKind> = [], durationMinutesMax: Int? = nil
    ) {
        self.kinds = kinds
        self.statuses = statuses
        self.isBillable = isBillable
        self.isAddOn = isAddOn
        self.axes = axes
        self.settings = settings
        self.anesthesia = anesthesia
        self.durationMinutesMax = durationMinutesMax
    }
}

/// The values one axis of a code system must have.
public struct AxisFilter: Hashable, Sendable {
    /// The name of the axis, as facets give it: `section`, `body_part` (ICD-10-PCS), `chapter`, `block` (ICD-10-CM).
    public var axis: String
    /// The values that match, as facets give them.
    public var values: [String]

    /// A filter.
    public init(axis: String, values: [String]) {
        self.axis = axis
        self.values = values
    }
}
