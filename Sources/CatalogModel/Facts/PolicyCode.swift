/// A code a ``Policy`` speaks of, and what the policy says of this code alone.
public struct PolicyCode: CatalogFact {
    /// `policyCode`.
    public static let kind = FactKind.policyCode

    /// The code.
    public var key: CodeKey
    /// The policy's payer.
    public var payer: String
    /// The policy's number.
    public var number: String
    /// The coverage rule for this code; empty for the policy's own.
    public var coverage: String
    /// The prior-authorization rule for this code; empty for the policy's own.
    public var priorAuthorization: String
    /// The days on which the policy names the code.
    public var period: ValidityPeriod

    /// A code of a policy.
    public init(
        key: CodeKey, payer: String, number: String, coverage: String = "", priorAuthorization: String = "",
        period: ValidityPeriod = .always
    ) {
        self.key = key
        self.payer = payer
        self.number = number
        self.coverage = coverage
        self.priorAuthorization = priorAuthorization
        self.period = period
    }
}
