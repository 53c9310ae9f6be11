/// A health plan's rule about a procedure: whether it is covered, and what must be done first.
public struct Policy: CatalogFact {
    /// `policy`.
    public static let kind = FactKind.policy

    /// The health plan or contractor, e.g. `Sample Health Plan (fictitious)`.
    public var payer: String
    /// The payer's number for the policy; unique within the payer.
    public var number: String
    /// The policy's title.
    public var title: String
    /// What kind of document it is, e.g. `medical policy`, `LCD`, `NCD`, `article`.
    public var type: String
    /// Where to read it; empty when it is not published.
    public var url: String
    /// Where it applies: state or contractor codes; empty for everywhere.
    public var jurisdictions: [String]
    /// The days on which it applies.
    public var period: ValidityPeriod
    /// The coverage rule in the payer's words; empty when unknown.
    public var coverage: String
    /// The prior-authorization rule in the payer's words; empty when unknown.
    public var priorAuthorization: String
    /// Whether this is an invented example and no real payer's policy.
    public var isSample: Bool

    /// A policy.
    public init(
        payer: String, number: String, title: String, type: String = "", url: String = "", jurisdictions: [String] = [],
        period: ValidityPeriod = .always, coverage: String = "", priorAuthorization: String = "", isSample: Bool = false
    ) {
        self.payer = payer
        self.number = number
        self.title = title
        self.type = type
        self.url = url
        self.jurisdictions = jurisdictions
        self.period = period
        self.coverage = coverage
        self.priorAuthorization = priorAuthorization
        self.isSample = isSample
    }
}
