/// An add-on code and a primary code it may be reported with (CMS, NCCI add-on code edits).
public struct AddOnRelation: CatalogFact {
    /// `addOn`.
    public static let kind = FactKind.addOn

    /// Which primaries an add-on code has (CMS, NCCI add-on code edits). A code may have relations of several types.
    public enum AddOnType: Int, Hashable, Sendable, Codable, CaseIterable {
        /// The listed primaries, and no others.
        case listed = 1
        /// The claims contractor defines the primaries.
        case contractorDefined = 2
        /// The listed primaries, and those the claims contractor adds.
        case listedAndContractorDefined = 3
    }

    /// The code that is not reported by itself.
    public var addOn: CodeKey
    /// The code it is reported with; nil where the contractor defines it (printed `CCCCC`).
    public var primary: CodeKey?
    /// Who says which primaries there are.
    public var type: AddOnType
    /// The source's special instruction; empty when there is none.
    public var note: String
    /// The days on which the relation holds.
    public var period: ValidityPeriod

    /// A relation.
    public init(
        addOn: CodeKey, primary: CodeKey?, type: AddOnType, note: String = "", period: ValidityPeriod = .always
    ) {
        self.addOn = addOn
        self.primary = primary
        self.type = type
        self.note = note
        self.period = period
    }
}
