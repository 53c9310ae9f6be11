/// How long a client waits before it tries again to connect to an address ("gRPC Connection Backoff Protocol").
public struct RPCBackoff: Hashable, Sendable {
    /// The wait after the first failure, counted from when that attempt began. 1 s by default.
    public var initial: Duration
    /// By how much each wait is longer than the one before; at least 1. 1.6 by default.
    public var multiplier: Double
    /// The longest wait. 120 s by default.
    public var longest: Duration
    /// By which part a wait may be shorter or longer, so that clients do not come back all at once; 0 to 1. 0.2 by
    /// default.
    public var jitter: Double

    /// A backoff, with the protocol's values by default.
    public init(
        initial: Duration = .seconds(1), multiplier: Double = 1.6, longest: Duration = .seconds(120),
        jitter: Double = 0.2
    ) {
        self.initial = initial
        self.multiplier = multiplier
        self.longest = longest
        self.jitter = jitter
    }
}
