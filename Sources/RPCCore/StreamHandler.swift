/// Serves a call of any kind as an asynchronous function, in a task of its own.
public typealias StreamHandler = @Sendable (_ call: StreamingCall) async throws -> Void

/// What serves a method.
public enum MethodHandler: Sendable {
    /// A plain function on the caller's loop, for calls with one message each way.
    case immediate(UnaryHandler)
    /// An asynchronous function in a task.
    case streaming(StreamHandler)
}

/// How many messages go each way in a call.
public enum MethodKind: Hashable, Sendable, CaseIterable {
    /// One message each way.
    case unary
    /// One request, any number of replies.
    case serverStreaming
    /// Any number of requests, one reply.
    case clientStreaming
    /// Any number each way, in any order.
    case bidirectionalStreaming
}
