/// A call as a ``ServerInterceptor`` sees it. It belongs to the event loop that shows it, and is valid until the
/// interceptor returns.
public protocol IncomingCall: AnyObject {
    /// Where the method stands among the server's methods; their number when the call names none of them. An index for
    /// counters: asking costs nothing.
    var methodIndex: Int { get }
    /// The method called; nil when the server has none by that name.
    var calledMethod: RPCMethod? { get }
    /// The path called: `/service/method`. What a caller made up is cut after 256 bytes.
    var path: String { get }
    /// Who calls, as ``ServerCall/peer`` says it.
    var peer: String { get }
    /// Who calls, by the certificate of the connection; nil without one.
    var peerIdentity: PeerIdentity? { get }
    /// The custom metadata of the request. Built each time it is asked for, which allocates.
    var metadata: Metadata { get }
    /// When the caller stops waiting.
    var deadline: Deadline { get }
    /// When the loop woke up to the call's header list, in nanoseconds of the monotonic clock.
    var startNanoseconds: UInt64 { get }
    /// Whether the call is refused already.
    var isRefused: Bool { get }
    /// What the call is about, as its handler has said with ``ServerCall/subject``; 0 by default.
    var subject: UInt8 { get }
    /// Who calls, as authorization has found out; nil before it has, and for calls of nobody it knows. Authorization sets it
    /// when the call begins, for those who look at the call after it.
    var caller: Caller? { get set }
    /// What authorization remembers of the call's connection, so that it need not find it out for each call; nil at first.
    /// No other interceptor may set it.
    var connectionMemo: AnyObject? { get set }
    /// What authorization has counted the call with, and counts its end with; nil for most calls. No other interceptor may
    /// set it.
    var limiter: AnyObject? { get set }

    /// Shows each value of a field of the custom metadata as it came, in their order. Allocates nothing.
    ///
    /// - Parameters:
    ///   - name: The field's name in lower case, in ASCII.
    ///   - body: Gets the bytes, which are valid until it returns.
    func forEachField(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void)
}

extension IncomingCall {
    /// Nobody has said.
    public var subject: UInt8 { 0 }
}
