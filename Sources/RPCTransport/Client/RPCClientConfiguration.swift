public import EventLoop

/// Where a client connects to, how it keeps connected, and what it accepts from there.
public struct RPCClientConfiguration: Sendable {
    /// The server or servers.
    public var target: RPCTarget
    /// Trust and identity. There are no connections without TLS.
    public var tls: TLSContext
    /// The name that a server's certificate must be for; nil, the default, for the host of its endpoint.
    public var serverName: String?
    /// How calls are treated: timeouts, retries, hedging, balancing. Single attempts over one connection by default.
    public var service = RPCServiceConfiguration()
    /// How long one address may take until the server has sent its HTTP/2 settings. 20 s by default.
    public var connectTimeout = Duration.seconds(20)
    /// How long an attempt to connect is waited for before the next address is tried beside it (RFC 8305, "Connection
    /// Attempt Delay"). 250 ms by default.
    public var attemptDelay = Duration.milliseconds(250)
    /// How long an address that fails is left alone.
    public var backoff = RPCBackoff()
    /// The shortest time after which names are looked up again; they are when a connection is lost or fails. 30 s by
    /// default.
    public var lookupInterval = Duration.seconds(30)
    /// How the client finds out that a server is gone without a word; nil, the default, for not at all.
    public var keepalive: RPCKeepalive?
    /// The time without calls after which connections are closed, until a call needs one; nil for never. 30 minutes by
    /// default.
    public var idleTimeout: Duration? = .seconds(1800)
    /// Calls that may wait for a connection, or for room on one; one more ends with RESOURCE_EXHAUSTED. 10,000 by default.
    public var waitingCallCountMax = 10_000
    /// The longest request that is kept to be sent again, in bytes; a call with a longer one gets a single attempt. 1 MiB
    /// by default.
    public var retriedRequestByteCountMax = 1 << 20
    /// The same for all calls together: while so many bytes are kept, calls get a single attempt. 16 MiB by default.
    public var retryBufferByteCountMax = 16 << 20
    /// The longest message of a reply that is accepted, in bytes, checked on its declared length and, when it is
    /// compressed, while it is inflated; the call then ends with RESOURCE_EXHAUSTED and the connection lives. 4 MiB by
    /// default.
    public var replyByteCountMax = 4 << 20
    /// Bytes of one stream's requests that may wait to be sent before those who send more wait too. 256 KiB by default.
    public var streamRequestByteCountMax = 256 * 1024
    /// The same for all streams of the client; each may always have one message under way. 4 MiB by default.
    public var requestByteCountMax = 4 * 1024 * 1024
    /// Payload of streaming replies that one connection may have this side keep for tasks that do not read it; beyond it
    /// the connection's window stays closed. 16 MiB by default.
    public var unreadReplyByteCountMax = 16 * 1024 * 1024
    /// What the client calls itself, `user-agent` in the request.
    public var userAgent = "medcodes-swift/1"

    /// Where jitter comes from: numbers from 0 to 1. Tests bring their own.
    var chance: @Sendable () -> Double = { .random(in: 0...1) }
    /// How names are looked up. Tests bring their own.
    var lookUp: TargetResolver.Lookup = { endpoint throws(ResolutionError) in try SocketAddress.resolve(endpoint) }

    /// A configuration with the defaults.
    public init(target: RPCTarget, tls: TLSContext) {
        self.target = target
        self.tls = tls
    }

    /// A configuration for one server, with the defaults.
    public init(target: Endpoint, tls: TLSContext) { self.init(target: RPCTarget(target), tls: tls) }
}
