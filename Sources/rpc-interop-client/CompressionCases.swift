internal import InteropMessages
internal import RPCCore
internal import RPCTransport

/// Cases of messages that are compressed, and of some that are not among them.
struct CompressionCases {
    private let service: TestServiceClient

    init(_ service: TestServiceClient) { self.service = service }

    /// The probe: a message that should have come compressed and has not is refused; then one each way.
    func clientUnary() async throws {
        if service.probesCompression {
            try await expectStatus(.invalidArgument) { _ = try await service.unaryCall(request(expects: true)) }
        }
        let options = TestServiceClient.options(allowsCompression: true)
        try check(try await service.unaryCall(request(expects: true), options: options))
        try check(try await service.unaryCall(request(expects: false)))
    }

    func serverUnary() async throws {
        for isCompressed in [true, false] {
            let request = UnaryRequest(
                responseByteCount: 314_159, payloadByteCount: 271_828, asksForCompression: isCompressed)
            let reply = try await service.unaryCall(request)
            try check(reply)
            try expect("whether the answer was compressed", reply.wasCompressed, isCompressed)
        }
    }

    func clientStreaming() async throws {
        if service.probesCompression {
            try await expectStatus(.invalidArgument) {
                try await service.withStream("StreamingInputCall") { stream in
                    let request = InputRequest(payloadByteCount: 27_182, expectsCompression: true)
                    try await stream.send(request.frame())
                    _ = try await stream.reply()
                }
            }
        }
        let options = TestServiceClient.options(allowsCompression: true)
        let reply = try await service.withStream("StreamingInputCall", options: options) { stream in
            for (byteCount, isCompressed) in [(27_182, true), (45_904, false)] {
                let request = InputRequest(payloadByteCount: byteCount, expectsCompression: isCompressed)
                try await stream.send(request.frame(), compressed: isCompressed)
            }
            return try await stream.reply()
        }
        try expect("the sum", try TestReplies.aggregatedPayloadByteCount(reply.message), 73_086)
    }

    func serverStreaming() async throws {
        let answers: [(byteCount: Int, isCompressed: Bool?)] = [(31_415, true), (92_653, false)]
        try await service.withStream("StreamingOutputCall") { stream in
            try await stream.send(OutputRequest(answers: answers).frame())
            stream.finishSending()
            let replies = stream.replies.makeAsyncIterator()
            for answer in answers {
                guard let reply = try await replies.next() else { throw CaseFailure("the answers end early") }
                let byteCount = try TestReplies.outputPayloadByteCount(reply.bytes)
                try expect("the payload's length", byteCount, answer.byteCount)
                try expect("whether the answer was compressed", reply.wasCompressed, answer.isCompressed)
            }
            guard try await replies.next() == nil else { throw CaseFailure("there are too many answers") }
        }
    }

    private func request(expects isCompressed: Bool) -> UnaryRequest {
        UnaryRequest(responseByteCount: 314_159, payloadByteCount: 271_828, expectsCompression: isCompressed)
    }

    private func check(_ reply: RPCClientReply) throws {
        try expect("the payload's length", try TestReplies.unaryPayloadByteCount(reply.message), 314_159)
    }
}
