internal import RPCCore

/// What a caller may do on one connection, worked out once for all its calls there. It belongs to the connection's loop.
final class Standing {
    /// The rules that it was worked out from; others may say otherwise.
    let generation: UInt64
    /// Who calls; nil for nobody.
    let caller: Caller?
    /// What refuses a call of each method; nil where nothing does.
    let refusals: [AccessRefusal?]
    /// What holds the caller to its limits; nil without any.
    let limiter: CallLimiter?
    /// The value of the `authorization` field that was looked up; empty for none.
    private let credential: [UInt8]
    /// The first second in which the credential is good no more.
    private let endUnixSeconds: Int

    init(
        generation: UInt64, caller: Caller?, refusals: [AccessRefusal?], limiter: CallLimiter? = nil,
        credential: [UInt8] = [], endUnixSeconds: Int = .max
    ) {
        self.generation = generation
        self.caller = caller
        self.refusals = refusals
        self.limiter = limiter
        self.credential = credential
        self.endUnixSeconds = endUnixSeconds
    }

    /// Whether this is what another look-up would find.
    func holds(under generation: UInt64, now: () -> Int) -> Bool {
        self.generation == generation && (endUnixSeconds == .max || now() < endUnixSeconds)
    }

    /// Whether these bytes are the credential. Takes a time that depends on their number alone: callers of other tokens
    /// may share the connection.
    func isOf(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == credential.count else { return false }
        return credential.withUnsafeBytes { known in
            var difference: UInt8 = 0
            for index in 0..<bytes.count { difference |= bytes[index] ^ known[index] }
            return difference == 0
        }
    }
}

/// What is remembered of a connection: the standing of whoever it belongs to, and that of the last token on it.
final class ConnectionStanding {
    var owner: Standing?
    var token: Standing?
}
