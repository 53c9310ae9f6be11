internal import RPCCore

/// Who may call a server: everything that authorization decides by, as one value that is replaced as a whole.
///
/// A caller is known by its token if it shows one, else by its certificate if its connection has one; a token that is not
/// good is refused, whatever else was shown. Who shows nothing is anonymous.
public struct AccessRules: Sendable {
    /// The tokens there are, by id; nil when nobody is known by a token, and what callers send is not looked at.
    public var tokens: [String: TokenRecord]?
    /// What the owners of certificates may do, by a name in the certificate (subject alternative name).
    public var identities: [String: Grant]
    /// What certificates may do that have none of those names.
    public var otherIdentities: Grant
    /// Names in certificates whose owners are admins, whatever else is said of them.
    public var admins: Set<String>
    /// What callers may do who show nothing; nil when they may not call.
    public var anonymous: Grant?
    /// Limits of each caller of whom nothing else is said.
    public var limits: CallLimits

    /// Rules; by default whoever has a certificate may read, and nobody else may do anything.
    public init(
        tokens: [TokenRecord]? = nil, identities: [String: Grant] = [:], otherIdentities: Grant = Grant(),
        admins: Set<String> = [], anonymous: Grant? = nil, limits: CallLimits = CallLimits()
    ) {
        self.tokens = tokens.map { Dictionary($0.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }) }
        self.identities = identities
        self.otherIdentities = otherIdentities
        self.admins = admins
        self.anonymous = anonymous
        self.limits = limits
    }

    /// By which of its names a certificate's owner is known here, and what it may do.
    func standing(of identity: PeerIdentity) -> (name: String?, grant: Grant) {
        let names = identity.names
        let listed = names.first { identities[$0] != nil }
        let admin = names.first { admins.contains($0) }
        var grant = listed.flatMap { identities[$0] } ?? otherIdentities
        if admin != nil { grant.role = .admin }
        return (listed ?? admin, grant)
    }
}
