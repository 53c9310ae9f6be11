internal import Digests
internal import RPCCore
internal import Synchronization

/// The rules in force, as the loops look them up: once for each connection and token, and once more when they change.
final class AccessDirectory: Sendable {
    /// What is to be known of a method.
    struct Method {
        let method: RPCMethod
        let role: Caller.Role

        init(_ method: RPCMethod, needs role: Caller.Role) {
            self.method = method
            self.role = role
        }

        var isEssential: Bool { method.isEssential }
    }

    /// The wall clock.
    let unixSeconds: @Sendable () -> Int

    private let rules: Mutex<AccessRules>
    private let generationCounter = Atomic<UInt64>(1)
    private let tokensAreKnown: Atomic<Bool>
    private let limiters = LimiterTable()
    private let refusals = Mutex<[AccessRefusal: UInt64]>([:])

    init(_ rules: AccessRules, unixSeconds: @escaping @Sendable () -> Int) {
        self.rules = Mutex(rules)
        self.unixSeconds = unixSeconds
        tokensAreKnown = Atomic(rules.tokens != nil)
    }

    /// Changes with the rules.
    var generation: UInt64 { generationCounter.load(ordering: .acquiring) }
    /// Whether callers may be known by a token.
    var knowsTokens: Bool { tokensAreKnown.load(ordering: .relaxed) }

    func replace(_ rules: AccessRules) {
        self.rules.withLock { $0 = rules }
        tokensAreKnown.store(rules.tokens != nil, ordering: .relaxed)
        generationCounter.add(1, ordering: .releasing)
    }

    /// Counts a call that was refused. Refusals are few, so all loops count in one place.
    func count(_ refusal: AccessRefusal) { refusals.withLock { $0[refusal, default: 0] += 1 } }

    var refusalCounts: [AccessRefusal: UInt64] {
        let counts = refusals.withLock { $0 }
        return Dictionary(uniqueKeysWithValues: AccessRefusal.allCases.map { ($0, counts[$0] ?? 0) })
    }

    // MARK: Who calls

    /// The standing of a connection's owner, by its certificate; of nobody in particular without one.
    func standing(of identity: PeerIdentity?, _ methods: [Method], now: UInt64) -> Standing {
        // Before the rules are read: if they change meanwhile, the standing is worked out once more.
        let generation = generation
        let rules = rules.withLock { $0 }
        guard let identity else {
            guard let grant = rules.anonymous else { return refused(.credentialsMissing, methods.count, generation) }
            return standing(of: Caller(role: grant.role), grant, rules, methods, generation, now)
        }
        let (name, grant) = rules.standing(of: identity)
        let caller = name.map { Caller(.certificate, name: $0, role: grant.role) } ?? Caller(identity, role: grant.role)
        return standing(of: caller, grant, rules, methods, generation, now)
    }

    /// The standing of who sends this `authorization` field: `Bearer` and a token (RFC 6750, section 2.1). The token's
    /// digest is compared whether there is a record or not, so that the time does not tell which ids there are.
    func standing(ofToken field: UnsafeRawBufferPointer, _ methods: [Method], now: UInt64) -> Standing {
        let generation = generation
        let rules = rules.withLock { $0 }
        guard let token = Self.token(in: field), let id = AccessToken.id(in: token) else {
            return refused(.tokenMalformed, methods.count, generation)
        }
        let record = rules.tokens?[id]
        let digest = SHA256Digest(of: token)
        guard digest == record?.digest ?? Self.noDigest, let record else {
            return refused(.tokenUnknown, methods.count, generation)
        }
        let caller = Caller(.token, name: record.name, role: record.grant.role)
        switch record.state(at: unixSeconds()) {
        case .valid:
            return standing(
                of: caller, record.grant, rules, methods, generation, now, credential: Array(field),
                endUnixSeconds: record.expiresUnixSeconds ?? .max)
        case .expired: return refused(.tokenExpired, methods.count, generation, caller)
        case .revoked: return refused(.tokenRevoked, methods.count, generation, caller)
        }
    }

    /// The standing of a caller that may call nothing.
    func refused(
        _ refusal: AccessRefusal, _ methodCount: Int, _ generation: UInt64, _ caller: Caller? = nil
    ) -> Standing {
        Standing(generation: generation, caller: caller, refusals: Array(repeating: refusal, count: methodCount))
    }

    private func standing(
        of caller: Caller, _ grant: Grant, _ rules: AccessRules, _ methods: [Method], _ generation: UInt64,
        _ now: UInt64, credential: [UInt8] = [], endUnixSeconds: Int = .max
    ) -> Standing {
        let key = LimiterTable.Key(
            kind: caller.kind.rawValue, name: caller.name, limits: grant.limits.otherwise(rules.limits))
        let refusals = methods.map { method -> AccessRefusal? in
            if caller.role < method.role { return .notAdmin }
            return grant.methods?.contains(method.method) ?? true ? nil : .methodNotListed
        }
        return Standing(
            generation: generation, caller: caller, refusals: refusals, limiter: limiters.limiter(of: key, now: now),
            credential: credential, endUnixSeconds: endUnixSeconds)
    }

    /// Compared where there is no record; nothing has this digest.
    private static let noDigest = SHA256Digest(of: [])

    /// What stands behind `Bearer `, a word that may be written in any case (RFC 9110, section 11.1).
    private static func token(in field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let scheme = "bearer "
        guard field.count > scheme.utf8.count, zip(field, scheme.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
            return nil
        }
        return UnsafeRawBufferPointer(rebasing: field[scheme.utf8.count...])
    }
}
