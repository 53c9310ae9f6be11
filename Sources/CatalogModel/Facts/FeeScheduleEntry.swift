/// How a fee schedule or the HCPCS file treats a code, as printed; fields a source does not have are empty.
public struct FeeScheduleEntry: CatalogFact {
    /// `feeSchedule`.
    public static let kind = FactKind.feeSchedule

    /// The code.
    public var key: CodeKey
    /// The modifier the entry is for, e.g. `26`; empty for the code by itself.
    public var modifier: String
    /// The status code, e.g. `A` for active.
    public var status: String
    /// The global surgery period, e.g. `010`, `090`, `XXX`, `ZZZ`.
    public var globalDays: String
    /// The HCPCS coverage code, e.g. `C`.
    public var coverage: String
    /// The Berenson-Eggers type of service, e.g. `P1A`.
    public var betos: String
    /// The days on which the entry holds, where the source prints them; else the edition's days.
    public var period: ValidityPeriod

    /// An entry.
    public init(
        key: CodeKey, modifier: String = "", status: String = "", globalDays: String = "", coverage: String = "",
        betos: String = "", period: ValidityPeriod = .always
    ) {
        self.key = key
        self.modifier = modifier
        self.status = status
        self.globalDays = globalDays
        self.coverage = coverage
        self.betos = betos
        self.period = period
    }

    /// Whether the global period hints at an add-on code (CMS: an add-on code generally has `ZZZ`).
    public var hintsAtAddOn: Bool { globalDays == "ZZZ" }
}
