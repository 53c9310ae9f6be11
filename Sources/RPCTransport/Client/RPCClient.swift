public import EventLoop
public import RPCCore

/// A client of one server. Connects when the first call needs it, carries any number of calls at once over one
/// connection, and connects anew when that is lost. All methods may be called from any thread.
///
/// A call whose task is cancelled ends at once with CANCELLED, and the server is told. A call that the server says it has
/// not looked at, because it is going away, is made once more, unseen by the caller.
public final class RPCClient: Sendable {
    private let channel: ClientChannel

    /// A client; nothing is sent yet.
    ///
    /// - Parameter loops: The loops to choose one of; by default two that all clients of this process share.
    /// - Throws: UNAVAILABLE when the process has no descriptors left.
    public init(_ configuration: RPCClientConfiguration, loops: EventLoopGroup? = nil) throws(RPCError) {
        do throws(SystemError) {
            let loop = if let loops { loops.next() } else { try Self.sharedLoops.get().next() }
            channel = ClientChannel(configuration, loop: loop)
        } catch {
            throw RPCError(.unavailable, "cannot start an event loop: \(error.reason)", cause: error)
        }
    }

    deinit { channel.close() }

    /// Calls a method with one request and one reply.
    ///
    /// - Parameters:
    ///   - path: `/package.Service/Method`.
    ///   - deadline: When to give up, on the monotonic clock; the server is told the time left.
    /// - Throws: The status that the server sent (``RPCError/Origin/peer``) or what was found on this side: CANCELLED,
    ///   DEADLINE_EXCEEDED, UNAVAILABLE with the cause when there is no connection, RESOURCE_EXHAUSTED for a reply over
    ///   the limit, and INTERNAL, UNKNOWN or UNIMPLEMENTED for an answer that breaks the protocol.
    public func unary(
        path: String, request frame: MessageFrame, metadata: Metadata = Metadata(), deadline: Deadline = .never
    ) async throws(RPCError) -> RPCClientReply {
        let request = ClientRequest(path: path, frame: frame, metadata: metadata, deadline: deadline)
        let channel = channel
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                request.whenComplete { continuation.resume(returning: $0) }
                channel.start(request)
            }
        } onCancel: {
            channel.cancel(request)
        }
        return try outcome.get()
    }

    /// Ends the client: calls in progress and later ones end with CANCELLED, and the server is told goodbye. Returns when
    /// the socket is closed; a second call does nothing.
    public func close() async {
        await withCheckedContinuation { continuation in channel.close { continuation.resume() } }
    }

    private static let sharedLoops = Result { () throws(SystemError) in
        try EventLoopGroup(label: "rpc.client", count: 2)
    }
}
