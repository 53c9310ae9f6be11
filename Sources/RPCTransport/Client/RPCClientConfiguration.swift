public import EventLoop

/// Where a client connects to and what it accepts from there.
public struct RPCClientConfiguration: Sendable {
    /// The server.
    public var target: Endpoint
    /// Trust and identity. There are no connections without TLS.
    public var tls: TLSContext
    /// The name that the server's certificate must be for; by default the target's host.
    public var serverName: String
    /// How long one address may take until the server has sent its HTTP/2 settings. 10 s by default.
    public var connectTimeout = Duration.seconds(10)
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

    /// A configuration with the defaults.
    public init(target: Endpoint, tls: TLSContext) {
        self.target = target
        self.tls = tls
        serverName = target.host
    }
}
