internal import InteropMessages
internal import RPCCore
internal import RPCTransport

/// Cases of calls that this side ends.
struct EndingCases {
    private let service: TestServiceClient

    init(_ service: TestServiceClient) { self.service = service }

    func cancelAfterBegin() async throws {
        try await expectStatus(.cancelled) {
            try await service.withStream("StreamingInputCall") { stream in
                stream.cancel()
                _ = try await stream.reply()
            }
        }
    }

    func cancelAfterFirstResponse() async throws {
        try await expectStatus(.cancelled) {
            try await service.withStream("FullDuplexCall") { stream in
                let replies = stream.replies.makeAsyncIterator()
                try await stream.send(OutputRequest(answers: [(31_415, nil)], payloadByteCount: 27_182).frame())
                guard let reply = try await replies.next() else { throw CaseFailure("there is no answer") }
                let byteCount = try TestReplies.outputPayloadByteCount(reply.bytes)
                try expect("the payload's length", byteCount, 31_415)
                stream.cancel()
                _ = try await replies.next()
            }
        }
    }

    func timeout() async throws {
        let options = TestServiceClient.options(timeout: .milliseconds(1))
        try await expectStatus(.deadlineExceeded) {
            try await service.withStream("FullDuplexCall", options: options) { stream in
                try await stream.send(OutputRequest(payloadByteCount: 27_182).frame())
                _ = try await stream.outputByteCounts()
            }
        }
    }
}
