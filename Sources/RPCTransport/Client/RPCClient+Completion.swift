package import EventLoop
package import RPCCore

// Calls without a task of their own: for load generators, whose calls are to cost little beside what they measure.

extension RPCClient {
    /// The loop on which the client makes its calls.
    package var loop: EventLoop { channel.loop }

    /// Begins a unary call, as it is: a single attempt, not compressed, without what the service configuration says.
    ///
    /// - Parameter completion: Called once, on ``loop``. A call that it begins is sent when this batch of events is served.
    package func begin(
        path: String, request frame: MessageFrame, options: RPCCallOptions = RPCCallOptions(),
        completion: @escaping @Sendable (Result<RPCClientReply, RPCError>) -> Void
    ) {
        let request = ClientRequest(path: path, body: .message(frame), options: options)
        request.whenComplete(completion)
        channel.start(request)
    }
}
