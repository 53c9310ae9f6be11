internal import InteropMessages
internal import RPCCore
internal import RPCTransport

/// Cases of many messages.
struct StreamingCases {
    private static let requestByteCounts = [27_182, 8, 1_828, 45_904]
    private static let answerByteCounts = [31_415, 9, 2_653, 58_979]
    /// 64 MB.
    private static let largeByteCounts = [Int](repeating: 1_000_000, count: 64)
    private static let roundCount = 2_000

    private let service: TestServiceClient

    init(_ service: TestServiceClient) { self.service = service }

    func clientStreaming() async throws { try await sum(Self.requestByteCounts) }

    func serverStreaming() async throws { try await output(Self.answerByteCounts) }

    func pingPong() async throws {
        try await rounds(Array(zip(Self.requestByteCounts, Self.answerByteCounts)))
    }

    /// 2,000 rounds of it.
    func manyPingPongs() async throws { try await rounds(Array(repeating: (10, 10), count: Self.roundCount)) }

    func emptyStream() async throws { try await rounds([]) }

    /// 64 MB to the server, 64 MB from it, and both at once.
    func large() async throws {
        try await sum(Self.largeByteCounts)
        try await output(Self.largeByteCounts)
        try await service.withStream("FullDuplexCall") { stream in
            async let sending: Void = {
                for byteCount in Self.largeByteCounts {
                    let request = OutputRequest(answers: [(byteCount, nil)], payloadByteCount: byteCount)
                    try await stream.send(request.frame())
                }
                stream.finishSending()
            }()
            try expect("the payloads' lengths", try await stream.outputByteCounts(), Self.largeByteCounts)
            try await sending
        }
    }

    private func sum(_ byteCounts: [Int]) async throws {
        let reply = try await service.withStream("StreamingInputCall") { stream in
            for byteCount in byteCounts {
                try await stream.send(InputRequest(payloadByteCount: byteCount).frame())
            }
            return try await stream.reply()
        }
        let sum = try TestReplies.aggregatedPayloadByteCount(reply.message)
        try expect("the sum", sum, byteCounts.reduce(0, +))
    }

    private func output(_ byteCounts: [Int]) async throws {
        let found = try await service.withStream("StreamingOutputCall") { stream in
            try await stream.send(OutputRequest(answers: byteCounts.map { ($0, nil) }).frame())
            stream.finishSending()
            return try await stream.outputByteCounts()
        }
        try expect("the payloads' lengths", found, byteCounts)
    }

    private func rounds(_ rounds: [(request: Int, answer: Int)]) async throws {
        try await service.withStream("FullDuplexCall") { stream in
            let replies = stream.replies.makeAsyncIterator()
            for round in rounds {
                let request = OutputRequest(answers: [(round.answer, nil)], payloadByteCount: round.request)
                try await stream.send(request.frame())
                guard let reply = try await replies.next() else { throw CaseFailure("the answers end early") }
                let byteCount = try TestReplies.outputPayloadByteCount(reply.bytes)
                try expect("the payload's length", byteCount, round.answer)
            }
            stream.finishSending()
            guard try await replies.next() == nil else { throw CaseFailure("there are too many answers") }
        }
    }
}

extension ClientStream {
    /// The lengths of the payloads of all answers, in bytes.
    func outputByteCounts() async throws -> [Int] {
        var byteCounts: [Int] = []
        for try await reply in replies { byteCounts.append(try TestReplies.outputPayloadByteCount(reply.bytes)) }
        return byteCounts
    }
}
