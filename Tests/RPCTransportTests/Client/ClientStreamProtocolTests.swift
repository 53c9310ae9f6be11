import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

/// Streams against a server that answers in frames made by hand.
@Suite("Streaming calls of the client, by the frames", .timeLimit(.minutes(2)))
struct ClientStreamProtocolTests {
    /// What a server sends on the first stream, and what the caller gets.
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var frames: [RawFrame]
        var replies: [[UInt8]] = []
        let code: StatusCode?
        var origin = RPCError.Origin.local

        init(
            _ name: String, _ frames: [RawFrame], replies: [[UInt8]] = [], _ code: StatusCode?,
            _ origin: RPCError.Origin = .local
        ) {
            testDescription = name
            self.frames = frames
            self.replies = replies
            self.code = code
            self.origin = origin
        }
    }

    static let answers = [
        Answer(
            "messages and a status", [.head, .data([0, 0, 0, 0, 1, 7]), .status(0)], replies: [[7]], nil),
        Answer(
            "a 1xx response before the real one",
            [.list([(":status", "103"), ("link", "x")]), .head, .data([0, 0, 0, 0, 1, 7]), .status(0)],
            replies: [[7]], nil),
        Answer(
            "an error behind a message", [.head, .data([0, 0, 0, 0, 0]), .status(5)], replies: [[]], .notFound, .peer),
        Answer("Trailers-Only", [.list(RawFrame.ok + [("grpc-status", "7")], ends: true)], .permissionDenied, .peer),
        Answer("Trailers-Only with OK", [.list(RawFrame.ok + [("grpc-status", "0")], ends: true)], nil),
        Answer("a code that gRPC has not", [.head, .status(99)], .unknown, .peer),
        Answer(
            "a reset behind a message", [.head, .data([0, 0, 0, 0, 1, 7]), .reset(.internalError)], replies: [[7]],
            .internal, .peer),
        Answer("a reset that cancels", [.head, .reset(.cancel)], .cancelled, .peer),
        Answer("a reset that asks for calm", [.head, .reset(.enhanceYourCalm)], .resourceExhausted, .peer),
        Answer("a reset for weak security", [.reset(.inadequateSecurity)], .permissionDenied, .peer),
        Answer("a reset without an error, and without a status", [.head, .reset(.noError)], .internal, .peer),
        Answer("no trailers", [.head, .data([0, 0, 0, 0, 1, 7], ends: true)], replies: [[7]], .unknown),
        Answer("trailers without a status", [.head, .list([("x-late", "b")], ends: true)], .unknown),
        Answer("an HTTP status", [.list([(":status", "503")]), .data([60])], .unavailable),
        Answer(
            "gRPC's status beside one of HTTP", [.list([(":status", "503"), ("grpc-status", "9")], ends: true)],
            .failedPrecondition, .peer),
        Answer("another content-type", [.list([(":status", "200"), ("content-type", "text/html")])], .unknown),
        Answer("an end inside a message", [.head, .data([0, 0, 0, 0, 2, 7]), .status(0)], .internal),
        Answer("a compressed message without an encoding", [.head, .data([1, 0, 0, 0, 1, 7])], .internal),
        Answer("flags that mean nothing", [.head, .data([2, 0, 0, 0, 1, 7])], .internal),
        Answer(
            "an encoding that was not offered", [.list(RawFrame.ok + [("grpc-encoding", "br")])], .internal),
        Answer(
            "a message that is no gzip",
            [.list(RawFrame.ok + [("grpc-encoding", "gzip")]), .data([1, 0, 0, 0, 1, 7]), .status(0)], .internal),
        Answer("a length over the limit", [.head, .data([0, 0, 0x40, 0, 1])], .resourceExhausted),
        Answer(
            "more header fields than allowed",
            [.list(RawFrame.ok + (0..<101).map { ("x-\($0)", "v") })], .resourceExhausted),
        Answer(
            "more trailers than allowed",
            [.head, .list((0..<101).map { ("x-\($0)", "v") } + [("grpc-status", "0")], ends: true)],
            .resourceExhausted),
    ]

    @Test("Every answer ends the call in the way that gRPC asks", arguments: answers)
    func answer(_ answer: Answer) async throws {
        try await withScript({ _, connection, context in try connection.respond(context, with: answer.frames) }) {
            try await $0.withStream(path: "/a/B") { stream in
                var replies: [[UInt8]] = []
                let end = await error { for try await reply in stream.replies { replies.append(reply.bytes) } }
                #expect(replies == answer.replies)
                #expect(end?.code == answer.code)
                if let end { #expect(end.origin == answer.origin) }
            }
        }
    }

    @Test("A connection that is lost ends the call behind what has come")
    func lost() async throws {
        let frames = [RawFrame.head, .data([0, 0, 0, 0, 1, 7])]
        try await withScript({ _, connection, context in
            try connection.respond(context, with: frames, hangsUp: true)
        }) {
            try await $0.withStream(path: "/a/B") { stream in
                let replies = stream.replies.makeAsyncIterator()
                let first = try await replies.next()
                #expect(first?.bytes == [7])
                let end = await error { _ = try await replies.next() }
                #expect(end?.code == .unavailable)
                #expect(end?.isUnprocessed == false)
                let sending = await error { while try await stream.send(.empty) {} }
                #expect(sending?.code == .unavailable)
            }
        }
    }

    @Test("A stream that the server has refused is made once more with all it had sent", arguments: [1, 5])
    func repetition(count: Int) async throws {
        try await withScript({ _, connection, context in
            try connection.serve(context) { peer, stream in
                if stream.id == 1 {
                    peer.connection.reset(stream, code: .refusedStream)
                } else {
                    peer.answer(stream, peer.bodies[stream.id] ?? [])
                }
            } until: { _ in
                false
            }
        }) {
            try await $0.withStream(path: "/a/B") { stream in
                for number in 0..<count { try await stream.send(MessageFrame(message: [UInt8(number)])) }
                let reply = try await stream.reply()
                #expect(reply.message == (0..<count).flatMap { [0, 0, 0, 0, 1, UInt8($0)] })
            }
        }
    }

    @Test("A stream that has sent more than is kept is not made once more, and says that it was not looked at")
    func largeRepetition() async throws {
        try await withScript({ _, connection, context in
            try connection.serve(context) { peer, stream in
                peer.connection.reset(stream, code: .refusedStream)
            } until: { _ in
                false
            }
        }) {
            try await $0.withStream(path: "/a/B") { stream in
                let message = [UInt8](repeating: 1, count: ClientStreaming.repeatableByteCountMax)
                try await stream.send(MessageFrame(message: message))
                let end = await error { _ = try await stream.reply() }
                #expect(end?.code == .unavailable)
                #expect(end?.isUnprocessed == true)
            }
        }
    }

    @Test("A stream above the last one that a leaving server looked at goes to a new connection")
    func goAway() async throws {
        // Last stream 0, NO_ERROR.
        let leaving = RawFrame(type: 7, payload: [UInt8](repeating: 0, count: 8))
        try await withScript({ number, connection, context in
            if number == 0 { return try connection.respond(context, with: [leaving]) }
            try connection.serve(context) { peer, stream in
                peer.answer(stream, [7])
            } until: { _ in
                false
            }
        }) {
            let reply = try await $0.withStream(path: "/a/B") { stream in
                try await stream.send(MessageFrame(message: [1]))
                return try await stream.reply()
            }
            #expect(reply.message == [7])
        }
    }

    @Test("A server that ends a call while the request is under way is not sent the rest", arguments: [true, false])
    func earlyEnd(isUnary: Bool) async throws {
        let seen = Mutex<[RawFrame]>([])
        let answer = [RawFrame.list(RawFrame.ok + [("grpc-status", "8")], ends: true)]
        try await withScript({ _, connection, context in
            try connection.respond(context, with: answer) { frame in seen.withLock { $0.append(frame) } }
        }) { client in
            let frame = MessageFrame(message: [UInt8](repeating: 0, count: 1_000_000))
            let end = await error {
                if isUnary {
                    _ = try await client.unary(path: "/a/B", request: frame)
                } else {
                    try await client.withStream(path: "/a/B") { while try await $0.send(frame) {} }
                }
            }
            #expect(end?.code == .resourceExhausted)
            // The window of a stream is 65,535 bytes, and nobody has opened it.
            try await wait { seen.withLock { $0.contains { $0.type == 3 } } }
            let payload = seen.withLock { $0.filter { $0.type == 0 }.reduce(0) { $0 + $1.payload.count } }
            #expect(payload <= 65_535)
        }
    }

    /// Runs the body with a client of a server that does with each connection what the script says.
    private func withScript(
        _ script: @escaping @Sendable (Int, ScriptedConnection, TLSContext) throws -> Void,
        _ body: (RPCClient) async throws -> Void
    ) async throws {
        let fixture = try ClientFixture()
        let context = fixture.serverContext
        let server = try ScriptedServer { try script($0, $1, context) }
        let client = try fixture.client(server.endpoint)
        defer { withExtendedLifetime(server) {} }
        let failure = await error { try await body(client) }
        await client.close()
        if let failure { throw failure }
    }
}

extension RawFrame {
    /// The fields that open an answer.
    static let ok = [(":status", "200"), ("content-type", "application/grpc")]
    /// The header list that opens an answer on the first stream.
    static let head = list(ok)

    static func list(_ fields: [(String, String)], ends: Bool = false) -> RawFrame {
        headers(stream: 1, fields, endsStream: ends)
    }

    static func status(_ code: Int) -> RawFrame { list([("grpc-status", "\(code)")], ends: true) }

    static func data(_ bytes: [UInt8], ends: Bool = false) -> RawFrame {
        RawFrame(type: 0, flags: ends ? 1 : 0, stream: 1, payload: bytes)
    }

    static func reset(_ code: HTTP2ErrorCode) -> RawFrame {
        RawFrame(type: 3, stream: 1, payload: [0, 0, 0, UInt8(code.rawValue)])
    }
}
