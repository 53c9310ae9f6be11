/// A call as its handler sees it. It belongs to the event loop that called the handler, and is valid until that returns.
public protocol ServerCall: AnyObject {
    /// The method called.
    var method: RPCMethod { get }
    /// Who calls: `ipv4:127.0.0.1:50211` or `ipv6:[::1]:50211` (gRPC, "Naming").
    var peer: String { get }
    /// Who calls, by the certificate of the connection; nil without one. Nil by default.
    var peerIdentity: PeerIdentity? { get }
    /// The custom metadata of the request. Built each time it is asked for, which allocates.
    var metadata: Metadata { get }
    /// When the caller stops waiting; the transport ends the call then, whatever the handler does.
    var deadline: Deadline { get }
    /// When the loop woke up to serve this call, in nanoseconds of the monotonic clock: a clock reading for free.
    var wakeUpNanoseconds: UInt64 { get }
    /// What the call is about, for audit: a number that whoever makes the server has a name for; 0 when it is not said. Kept
    /// nowhere by default.
    var subject: UInt8 { get set }
    /// Whether the request's message was compressed on the wire. False by default.
    var isRequestCompressed: Bool { get }

    /// Takes the call off the loop: the answer comes later, from any thread, through the handle returned.
    ///
    /// For a handler that then returns ``UnaryAnswer/detached``; a second call returns the same handle.
    func detach() -> PendingReply
}

extension ServerCall {
    /// Nobody has shown a certificate.
    public var peerIdentity: PeerIdentity? { nil }

    /// Kept nowhere.
    public var subject: UInt8 {
        get { 0 }
        set {}
    }

    /// Nothing was compressed.
    public var isRequestCompressed: Bool { false }
}
