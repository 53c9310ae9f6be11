public import RPCCore

/// Decides who may call what, before any byte of a request is looked at.
///
/// Each method has a rule, which is asked for once, when the server starts. A call that a rule needs a certificate for and
/// that has none is UNAUTHENTICATED; one whose certificate is not allowed is PERMISSION_DENIED.
public final class CallAuthorization: ServerInterceptor {
    /// Who may call a method.
    public enum Rule: Sendable {
        /// Whoever can connect.
        case everyone
        /// Peers with a certificate of which the function says yes. Called on the event loop, for each call.
        case identities(@Sendable (PeerIdentity) -> Bool)
        /// Calls at which the function throws nothing: for tokens and whatever else a call carries. Called on the event
        /// loop, for each call.
        case calls(@Sendable (any IncomingCall) throws(RPCError) -> Void)

        /// Peers with a certificate that has one of these as its subject or among its names.
        public static func identities(named names: Set<String>) -> Rule {
            .identities { identity in names.contains(identity.subject) || !names.isDisjoint(with: identity.names) }
        }
    }

    private let ruleOfMethod: @Sendable (RPCMethod) -> Rule
    /// One rule for each of the server's methods, in their order; empty before the server has started.
    private let rules: [Rule]

    /// An authorization.
    ///
    /// - Parameter rule: The rule of a method.
    public convenience init(_ rule: @escaping @Sendable (RPCMethod) -> Rule) { self.init(rule, methods: []) }

    private init(_ rule: @escaping @Sendable (RPCMethod) -> Rule, methods: [RPCMethod]) {
        ruleOfMethod = rule
        rules = methods.map(rule)
    }

    /// The same with the rules of these methods.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor {
        CallAuthorization(ruleOfMethod, methods: methods)
    }

    /// Says who calls, and asks the rule of the method.
    public func callBegan(_ call: any IncomingCall) throws(RPCError) {
        call.caller = caller(of: call)
        let index = call.methodIndex
        // A call of no method is refused as such.
        guard index < rules.count else { return }
        switch rules[index] {
        case .everyone: return
        case .identities(let isAllowed): try Self.check(call.peerIdentity, isAllowed)
        case .calls(let check): try check(call)
        }
    }

    /// Who calls on this connection; found out with its first call.
    private func caller(of call: any IncomingCall) -> Caller {
        if let known = call.connectionMemo as? Caller { return known }
        let caller = call.peerIdentity.map { Caller($0, role: .reader) } ?? Caller()
        call.connectionMemo = caller
        return caller
    }

    private static func check(
        _ identity: PeerIdentity?, _ isAllowed: (PeerIdentity) -> Bool
    ) throws(RPCError) {
        guard let identity else {
            throw RPCError(
                .unauthenticated, "this method needs a client certificate",
                details: StatusDetails(reason: "CERTIFICATE_REQUIRED"))
        }
        guard isAllowed(identity) else {
            throw RPCError(
                .permissionDenied, "the client certificate does not allow this method",
                details: StatusDetails(reason: "NOT_PERMITTED"))
        }
    }
}
