public import RPCCore

/// How a call is made several times over, side by side, so that the fastest answer counts (gRPC proposal A6,
/// `hedgingPolicy`). Only for calls that may be carried out more than once.
public struct RPCHedgingPolicy: Hashable, Sendable {
    /// Attempts in all, the first included; at least 2, and not more than ``RPCRetryPolicy/attemptCountMax`` count.
    public var attemptCountMax: Int
    /// How long an attempt is waited for before the next begins; 0 begins all at once.
    public var delay: Duration
    /// The statuses after which the other attempts go on, and the next begins at once. Any other ends the call.
    public var nonFatalCodes: Set<StatusCode>

    /// A policy.
    public init(attemptCountMax: Int, delay: Duration, nonFatalCodes: Set<StatusCode> = []) {
        self.attemptCountMax = attemptCountMax
        self.delay = delay
        self.nonFatalCodes = nonFatalCodes
    }
}

extension RPCHedgingPolicy {
    /// Checks what the types leave open.
    ///
    /// - Parameter path: Where the policy stands.
    func check(at path: String) throws(RPCServiceConfigurationError) {
        try require(attemptCountMax >= 2, "\(path).maxAttempts", "must be 2 or more, not \(attemptCountMax)")
        try require(delay >= .zero, "\(path).hedgingDelay", "must not be negative")
        try require(!nonFatalCodes.contains(.ok), "\(path).nonFatalStatusCodes", "must not name OK")
    }
}
