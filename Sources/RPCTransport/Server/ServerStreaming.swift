internal import RPCCore

/// What a call with an asynchronous handler has beside its stream. Belongs to the connection's loop.
final class ServerStreaming {
    /// The handler's view of the call.
    let call: StreamingCall
    let replies: OutboundMessages<StreamingCall.End>
    var intake: StreamIntake
    /// Bytes of payload that nobody has read, and that the stream's window is smaller by.
    var heldByteCount = 0
    /// Bytes of messages in memory, as the connection has counted them.
    var keptByteCount = 0
    /// Whether the metadata before the messages has been sent.
    var hasSentHeaders = false

    private var task: Task<Void, Never>?

    init(_ call: StreamingCall, intake: StreamIntake, replies: OutboundMessages<StreamingCall.End>) {
        self.call = call
        self.intake = intake
        self.replies = replies
    }

    /// Starts the handler, which need not be looked after: it ends with a work notice from `replies`.
    func run(_ handler: @escaping StreamHandler, among tasks: HandlerTasks) {
        task = tasks.start(handler, for: call)
    }

    /// The call is over: what waits is dropped, and the handler told to stop.
    func stop(_ error: RPCError) {
        intake.messages.abort(error)
        replies.close(error)
        task?.cancel()
    }
}
