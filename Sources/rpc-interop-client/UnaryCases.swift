internal import InteropMessages
internal import RPCCore
internal import RPCTransport

/// Cases of one request and one answer.
struct UnaryCases {
    private static let large = UnaryRequest(responseByteCount: 314_159, payloadByteCount: 271_828)
    private static let concurrentCallCount = 1_000

    private let service: TestServiceClient

    init(_ service: TestServiceClient) { self.service = service }

    func empty() async throws {
        try expect("the answer", try await service.unary("EmptyCall").message, [])
    }

    func large() async throws { try check(try await service.unaryCall(Self.large)) }

    /// A thousand of the large ones at once, on one channel.
    func concurrentLarge() async throws {
        let service = service
        let frame = Self.large.frame()
        try await withThrowingTaskGroup(of: RPCClientReply.self) { group in
            for _ in 0..<Self.concurrentCallCount {
                group.addTask { try await service.unary("UnaryCall", frame) }
            }
            for try await reply in group { try check(reply) }
        }
    }

    private func check(_ reply: RPCClientReply) throws {
        let byteCount = try TestReplies.unaryPayloadByteCount(reply.message)
        try expect("the payload's length", byteCount, Self.large.responseByteCount)
    }
}
