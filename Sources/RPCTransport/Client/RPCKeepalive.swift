/// How a client finds out that its server is gone without a word (gRPC proposal A8, "Client-side Keepalive").
public struct RPCKeepalive: Hashable, Sendable {
    /// The shortest interval; less counts as this.
    public static let intervalMin = Duration.seconds(10)

    /// The silence of the server after which it is sent a PING. A server that is asked too often says so, and the interval
    /// doubles.
    public var interval: Duration
    /// How long the server may take to answer with anything; the connection is lost then.
    public var timeout: Duration
    /// Whether a connection without calls is looked after too. Servers may take that amiss.
    public var pingsWithoutCalls: Bool

    /// A keepalive; without calls there are no PINGs by default.
    public init(interval: Duration, timeout: Duration = .seconds(20), pingsWithoutCalls: Bool = false) {
        self.interval = interval
        self.timeout = timeout
        self.pingsWithoutCalls = pingsWithoutCalls
    }
}
