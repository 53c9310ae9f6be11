internal import EventLoop
internal import InteropMessages
internal import RPCCore
internal import RPCTransport

/// Calls of `grpc.testing.TestService`.
struct TestServiceClient: Sendable {
    /// The time that a case gets which says nothing else.
    private static let patience = Duration.seconds(60)

    /// Whether the server refuses messages that were to come compressed and have not.
    let probesCompression: Bool

    private let client: RPCClient

    init(_ client: RPCClient, probesCompression: Bool) {
        self.client = client
        self.probesCompression = probesCompression
    }

    /// Options that end the call so long from now.
    static func options(
        timeout: Duration = patience, metadata: Metadata = Metadata(), allowsCompression: Bool = false
    ) -> RPCCallOptions {
        let deadline = Deadline(nanosecondsLeft: timeout.nanoseconds, now: MonotonicClock.system.now())
        return RPCCallOptions(metadata: metadata, deadline: deadline, allowsCompression: allowsCompression)
    }

    /// Calls a method with one request and one answer.
    func unary(
        _ method: String, _ request: MessageFrame = .empty, service: String = "grpc.testing.TestService",
        options: RPCCallOptions = options()
    ) async throws(RPCError) -> RPCClientReply {
        try await client.unary(path: "/\(service)/\(method)", request: request, options: options)
    }

    /// Calls UnaryCall.
    func unaryCall(
        _ request: UnaryRequest, options: RPCCallOptions = options()
    ) async throws(RPCError) -> RPCClientReply {
        try await unary("UnaryCall", request.frame(), options: options)
    }

    /// Calls a method with any number of messages each way.
    func withStream<Value>(
        _ method: String, options: RPCCallOptions = options(), _ body: (ClientStream) async throws -> Value
    ) async throws -> Value {
        try await client.withStream(path: "/grpc.testing.TestService/\(method)", options: options, body)
    }

    /// Ends the client.
    func close() async { await client.close() }
}
