internal import InteropMessages
internal import RPCCore
internal import RPCTransport

/// Cases of what travels beside the messages.
struct StatusCases {
    private static let initialKey = "x-grpc-test-echo-initial"
    private static let trailingKey = "x-grpc-test-echo-trailing-bin"

    private let service: TestServiceClient

    init(_ service: TestServiceClient) { self.service = service }

    func customMetadata() async throws {
        var metadata = Metadata()
        try metadata.append("test_initial_metadata_value", for: Self.initialKey)
        try metadata.append([0xAB, 0xAB, 0xAB], for: Self.trailingKey)
        let options = TestServiceClient.options(metadata: metadata)
        let request = UnaryRequest(responseByteCount: 314_159, payloadByteCount: 271_828)
        let reply = try await service.unaryCall(request, options: options)
        try check(reply.metadata, reply.trailers)
        try await service.withStream("FullDuplexCall", options: options) { stream in
            let request = OutputRequest(answers: [(314_159, nil)], payloadByteCount: 271_828)
            try await stream.send(request.frame())
            stream.finishSending()
            try expect("the payloads' lengths", try await stream.outputByteCounts(), [314_159])
            try check(try await stream.metadata, try await stream.trailers)
        }
    }

    /// The official case has code 2; the others are as good.
    func codeAndMessage() async throws {
        for code in StatusCode.allCases where code != .ok { try await echo(StatusRequest(code, "test status message")) }
    }

    func specialMessage() async throws {
        let text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
        try await echo(StatusRequest(.unknown, text))
    }

    func unimplementedMethod() async throws {
        try await expectStatus(.unimplemented) { _ = try await service.unary("UnimplementedCall") }
    }

    func unimplementedService() async throws {
        try await expectStatus(.unimplemented) {
            _ = try await service.unary("UnimplementedCall", service: "grpc.testing.UnimplementedService")
        }
    }

    private func echo(_ status: StatusRequest) async throws {
        let unary = try await expectStatus(status.code) {
            _ = try await service.unaryCall(UnaryRequest(status: status))
        }
        let stream = try await expectStatus(status.code) {
            try await service.withStream("FullDuplexCall") { stream in
                try await stream.send(OutputRequest(status: status).frame())
                stream.finishSending()
                _ = try await stream.outputByteCounts()
            }
        }
        for error in [unary, stream] { try expect("the status message", error.message, status.message) }
    }

    private func check(_ metadata: Metadata, _ trailers: Metadata) throws {
        try expect("the initial metadata", metadata.text(for: Self.initialKey), "test_initial_metadata_value")
        try expect("the trailing metadata", trailers.bytes(for: Self.trailingKey), [0xAB, 0xAB, 0xAB])
    }
}
