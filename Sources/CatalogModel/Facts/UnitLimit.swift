/// The most units of a code that are payable for one patient on one day (CMS, NCCI medically unlikely edits).
public struct UnitLimit: CatalogFact {
    /// `unitLimit`.
    public static let kind = FactKind.unitLimit

    /// The code.
    public var key: CodeKey
    /// Whose limit it is.
    public var setting: EditSetting
    /// The most units; 0 means never payable.
    public var units: Int
    /// How the limit is applied, as printed, e.g. `3 Date of Service Edit: Clinical`.
    public var adjudication: String
    /// Why, in the source's words; empty when it gives no reason.
    public var rationale: String
    /// The days on which the limit holds, where the source prints them; else the edition's days.
    public var period: ValidityPeriod

    /// A limit.
    public init(
        key: CodeKey, setting: EditSetting, units: Int, adjudication: String = "", rationale: String = "",
        period: ValidityPeriod = .always
    ) {
        self.key = key
        self.setting = setting
        self.units = units
        self.adjudication = adjudication
        self.rationale = rationale
        self.period = period
    }
}
