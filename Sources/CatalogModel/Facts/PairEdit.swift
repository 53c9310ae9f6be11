/// Two procedures that are not reported together (CMS, NCCI procedure-to-procedure edits). One pair may have several
/// edits, on days that do not meet.
public struct PairEdit: CatalogFact {
    /// `pairEdit`.
    public static let kind = FactKind.pairEdit

    /// Whether a modifier can allow a pair, as the source prints it. The raw values are those printed.
    public enum ModifierIndicator: Int, Hashable, Sendable, Codable, CaseIterable {
        /// No modifier allows the pair.
        case notAllowed = 0
        /// A suitable modifier allows it.
        case allowed = 1
        /// The edit is void: it was taken back from its first day.
        case notApplicable = 9
    }

    /// The code that is paid.
    public var column1: CodeKey
    /// The code that is not paid beside it.
    public var column2: CodeKey
    /// Whose edit it is.
    public var setting: EditSetting
    /// Whether a modifier can allow the pair.
    public var modifierIndicator: ModifierIndicator
    /// Whether the source marks the edit as older than 1996.
    public var predates1996: Bool
    /// Why the pair is not reported together, in the source's words; empty when it gives none.
    public var rationale: String
    /// The days on which the edit holds.
    public var period: ValidityPeriod

    /// An edit.
    public init(
        column1: CodeKey, column2: CodeKey, setting: EditSetting, modifierIndicator: ModifierIndicator,
        predates1996: Bool = false, rationale: String = "", period: ValidityPeriod = .always
    ) {
        self.column1 = column1
        self.column2 = column2
        self.setting = setting
        self.modifierIndicator = modifierIndicator
        self.predates1996 = predates1996
        self.rationale = rationale
        self.period = period
    }
}
