internal import Glibc
public import RPCCore

/// Decides who may call what and how much, before any byte of a request is looked at, and says on the call who calls
/// (``IncomingCall/caller``).
///
/// What tells whether the server lives (``RPCMethod/isEssential``) is open to everyone, and counts with no limit. For the
/// rest see ``AccessRules``; they may be replaced at any time, from any thread, and hold for the next call on every
/// connection. A caller whose credential is known and whose role or list does not allow the method is named on the call
/// all the same, for audit.
public final class CallAuthorization: ServerInterceptor {
    private let directory: AccessDirectory
    private let roleOfMethod: @Sendable (RPCMethod) -> Caller.Role

    /// An authorization; for one server.
    ///
    /// - Parameters:
    ///   - rules: Who may call, at first.
    ///   - unixSeconds: The clock that tokens end by, in seconds since 1970-01-01 00:00 UTC; nil for the wall clock.
    ///   - role: The role that a method asks for; asked for once for each method, when the server starts.
    public init(
        _ rules: AccessRules, unixSeconds: (@Sendable () -> Int)? = nil,
        role: @escaping @Sendable (RPCMethod) -> Caller.Role
    ) {
        directory = AccessDirectory(rules, unixSeconds: unixSeconds ?? { time(nil) })
        roleOfMethod = role
    }

    /// Puts other rules into force.
    public func replace(_ rules: AccessRules) { directory.replace(rules) }

    /// How many calls were refused, by why; all reasons are in it.
    public var refusalCounts: [AccessRefusal: UInt64] { directory.refusalCounts }

    /// What serves one loop.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor {
        LoopAuthorization(directory, methods: methods.map { .init($0, needs: roleOfMethod($0)) })
    }
}

/// The authorization of one event loop.
private final class LoopAuthorization: ServerInterceptor {
    private let directory: AccessDirectory
    private let methods: [AccessDirectory.Method]

    init(_ directory: AccessDirectory, methods: [AccessDirectory.Method]) {
        self.directory = directory
        self.methods = methods
    }

    func callBegan(_ call: any IncomingCall) throws(RPCError) {
        let standing = standing(of: call)
        call.caller = standing.caller
        let index = call.methodIndex
        // A call of no method is refused as such, and one that is refused already is not counted.
        guard index < methods.count, !methods[index].isEssential, !call.isRefused else { return }
        if let refusal = standing.refusals[index] { throw refuse(refusal, refusal.error) }
        guard let limiter = standing.limiter else { return }
        switch limiter.begin(now: call.startNanoseconds) {
        case nil: call.limiter = limiter
        case .concurrency: throw refuse(.concurrencyLimited, AccessRefusal.concurrencyLimited.error)
        case .rate(let wait): throw refuse(.rateLimited, AccessRefusal.rateError(waitNanoseconds: wait))
        }
    }

    func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        guard let limiter = call.limiter as? CallLimiter else { return }
        call.limiter = nil
        limiter.end()
    }

    private func refuse(_ refusal: AccessRefusal, _ error: RPCError) -> RPCError {
        directory.count(refusal)
        return error
    }

    /// The standing of whoever makes this call.
    private func standing(of call: any IncomingCall) -> Standing {
        let memo = memo(of: call)
        let generation = directory.generation
        if directory.knowsTokens {
            var found: Standing?
            var fieldCount = 0
            call.forEachField("authorization") { value in
                fieldCount += 1
                found = fieldCount == 1 ? standing(ofToken: value, memo, generation, now: call.startNanoseconds) : nil
            }
            if let found { return found }
            if fieldCount > 0 { return directory.refused(.tokenMalformed, methods.count, generation) }
        }
        if let owner = memo.owner, owner.generation == generation { return owner }
        let owner = directory.standing(of: call.peerIdentity, methods, now: call.startNanoseconds)
        memo.owner = owner
        return owner
    }

    private func standing(
        ofToken value: UnsafeRawBufferPointer, _ memo: ConnectionStanding, _ generation: UInt64, now: UInt64
    ) -> Standing {
        if let token = memo.token, token.isOf(value), token.holds(under: generation, now: directory.unixSeconds) {
            return token
        }
        let standing = directory.standing(ofToken: value, methods, now: now)
        // A token that is not good is looked up each time: it must not push out one that is.
        if standing.isOf(value) { memo.token = standing }
        return standing
    }

    private func memo(of call: any IncomingCall) -> ConnectionStanding {
        if let memo = call.connectionMemo as? ConnectionStanding { return memo }
        let memo = ConnectionStanding()
        call.connectionMemo = memo
        return memo
    }
}
