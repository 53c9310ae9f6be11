/// Serves a unary call: a plain function, called on the event loop of the caller's connection.
///
/// It must not block: what cannot be answered at once is answered ``UnaryAnswer/detached``. The request's bytes (one
/// message, decompressed, without prefix) are valid during the call only. Throwing ends the call with that error.
public typealias UnaryHandler =
    @Sendable (_ request: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer

/// What a handler did with a call.
public enum UnaryAnswer: Sendable {
    /// Here is the answer.
    case reply(UnaryReply)
    /// The answer comes through the ``PendingReply`` that ``ServerCall/detach()`` gave.
    case detached
}
