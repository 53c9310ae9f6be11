/// The codes of one encounter (one patient, one provider, one claim), to be checked whether they can stand as they are.
public struct Encounter: Hashable, Sendable {
    /// The most lines one encounter may have.
    public static let lineCountMax = 1_000

    /// The lines, at most ``lineCountMax``, in the order reported.
    public var lines: [EncounterLine]
    /// The day the patient was treated, for lines without a day of their own; nil for today (UTC).
    public var day: CalendarDate?
    /// Whether a display that differs from every descriptor is a warning instead of an error.
    public var isLenient: Bool
    /// Which edition of the pair and unit edits applies.
    public var setting: EditSetting

    /// An encounter.
    public init(
        lines: [EncounterLine], day: CalendarDate? = nil, isLenient: Bool = false,
        setting: EditSetting = .practitioner
    ) {
        self.lines = lines
        self.day = day
        self.isLenient = isLenient
        self.setting = setting
    }
}

/// One line of an encounter.
public struct EncounterLine: Hashable, Sendable {
    /// The most modifiers one line may have.
    public static let modifierCountMax = 8

    /// The code.
    public var key: CodeKey
    /// The descriptor the caller shows for it, to be checked; empty for no check.
    public var display: String
    /// The modifiers on the line, e.g. `59`, `RT`; at most ``modifierCountMax``.
    public var modifiers: [String]
    /// The units reported, 0 or more; 0 stands for 1.
    public var units: Int
    /// The day of this line; nil for the encounter's.
    public var day: CalendarDate?

    /// A line.
    public init(
        key: CodeKey, display: String = "", modifiers: [String] = [], units: Int = 0, day: CalendarDate? = nil
    ) {
        self.key = key
        self.display = display
        self.modifiers = modifiers
        self.units = units
        self.day = day
    }

    /// The units that count.
    public var unitCount: Int { max(units, 1) }
}
