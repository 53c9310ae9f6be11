public import EventLoop
public import RPCCore

/// Everything about a server that can be set, with its defaults.
public struct RPCServerConfiguration: Sendable {
    /// Where to listen. Port 0 lets the kernel choose one; ``RPCServer/endpoint`` tells which.
    public var listen: Endpoint
    /// Event loops, each with a thread when it is busy: one per core.
    public var loopCount: Int
    /// Event loops on which connections are accepted and shake hands, before the others serve them. The work of a
    /// handshake, up to some milliseconds with a long RSA key, keeps the calls of no connection waiting there.
    public var openingLoopCount: Int
    /// Longest message of a request, in bytes without prefix. A longer one is RESOURCE_EXHAUSTED by its declared length,
    /// before its payload comes.
    public var requestMessageByteCountMax = 4 * 1024 * 1024
    /// Bytes that the large requests of unary calls on one connection may declare that come at a time; more of them wait
    /// with their first 16 KiB until there is room. One may always come.
    public var admittedRequestByteCountMax = 8 * 1024 * 1024
    /// Bytes of incomplete messages that one connection may have the server keep; beyond it a call is RESOURCE_EXHAUSTED.
    public var requestBufferByteCountMax = 40 * 1024 * 1024
    /// The same for all connections together, unread messages of streaming calls included; beyond it calls that
    /// bring more are refused as overload.
    public var requestBufferTotalByteCountMax = 48 * 1024 * 1024
    /// Bytes of streamed messages that came compressed, and that handlers hold, on all connections together; beyond it the
    /// call that reads one more is RESOURCE_EXHAUSTED.
    public var inflatedByteCountMax = 24 * 1024 * 1024
    /// Payload of streaming requests that one connection may have the server keep for handlers that do not read it; beyond
    /// it the connection's window stays closed.
    public var unreadRequestByteCountMax = 4 * 1024 * 1024
    /// Bytes of one stream's replies that may wait to be sent before its handler waits too.
    public var streamReplyByteCountMax = 256 * 1024
    /// The same for all streams of one connection. Unary calls that come when so much waits are not begun until the client
    /// has taken some; answers of those begun before are RESOURCE_EXHAUSTED when four times as much waits.
    public var connectionReplyByteCountMax = 4 * 1024 * 1024
    /// The same for all connections together.
    public var replyByteCountMax = 64 * 1024 * 1024
    /// Size of a request's header list, counted as RFC 9113 section 6.5.2 does.
    public var headerListByteCountMax = 16 * 1024
    /// Number of fields in a request's header list.
    public var headerFieldCountMax = 100
    /// Calls that one connection may have open at once; one more is refused (REFUSED_STREAM), and may be tried again.
    public var concurrentStreamsMax = 2000
    /// Calls in progress at once on all connections; one more is refused as overload.
    public var callCountMax = 20_000
    /// Tasks of asynchronous handlers that may wait for a thread at once; while so many do, calls that need another are
    /// refused as overload.
    public var waitingHandlerCountMax = 10_000
    /// When each wake-up of a loop has taken at least so long,
    public var loopLagMax: Duration = .milliseconds(250)
    /// without a break for so long, its new calls are refused as overload until one takes less.
    public var loopLagInterval: Duration = .seconds(1)
    /// What calls are told that are refused as overload, used in turn so that they do not all come back at once. Whoever
    /// makes the server adds the details, which are messages the transport does not know.
    public var overloadErrors = [RPCError(.resourceExhausted, "the server has too much to do; try again later")]
    /// Connections open at once; one more is closed as it comes.
    public var connectionsMax = 10_000
    /// Time for a new connection to finish the TLS handshake and the HTTP/2 preface together, and for any header list to
    /// come whole.
    public var openingTimeout: Duration = .seconds(10)
    /// Time that connections get to finish the handshake they are in when the server shuts down.
    public var openingGrace: Duration = .seconds(1)
    /// Time in which at least some more must come of the message of a call that takes exactly one. One that stands still for
    /// so long, and a quarter longer at most, is DEADLINE_EXCEEDED. Streams of messages may rest for as long as they like.
    public var requestStallTimeout: Duration = .seconds(60)
    /// Shortest time between two PINGs of a client that has a call open. The third that comes sooner, with no answer sent
    /// in between, ends the connection (gRPC proposal A8: ENHANCE_YOUR_CALM, `too_many_pings`).
    public var pingIntervalMin: Duration = .seconds(10)
    /// The same for a client that has no call open.
    public var pingIntervalMinWithoutCalls: Duration = .seconds(300)
    /// Time without a call after which a connection is ended.
    public var idleTimeout: Duration = .seconds(3600)
    /// Age at which a connection is ended, give or take a tenth, so that clients spread over servers that have come
    /// since; nil for never.
    public var connectionAgeMax: Duration?
    /// Time that calls get to finish on a connection that has reached its age.
    public var connectionAgeGrace: Duration = .seconds(60)
    /// Silence of a client after which it is asked whether it is there (gRPC proposal A8, server-side keepalive).
    public var keepaliveInterval: Duration = .seconds(7200)
    /// Time that a client gets to answer that; it is gone when it does not.
    public var keepaliveTimeout: Duration = .seconds(20)
    /// Time in which a client must take at least some of what waits to be sent to it.
    public var writeTimeout: Duration = .seconds(20)
    /// What a client may send that makes no call before it is sent away.
    public var floodLimits = FloodLimits()
    /// Told on a loop when a client's certificate is refused in the handshake, or missing, with who connects and why in
    /// UPPER_SNAKE_CASE; no interceptor sees such a client. Must not block.
    public var certificateRefused: (@Sendable (_ peer: String, _ reason: String) -> Void)?
    /// How loops wait.
    public var linger = LingerPolicy()

    /// The defaults; `openingLoopCount` is half of `loopCount`, or 1.
    public init(listen: Endpoint, loopCount: Int) {
        self.listen = listen
        self.loopCount = loopCount
        openingLoopCount = max(loopCount / 2, 1)
    }
}
