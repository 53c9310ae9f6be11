import EventLoop
import Logging
import RPCCore
import Testing

@testable import RPCTransport

@Suite("A server that has too much to do", .timeLimit(.minutes(1)))
struct RPCServerOverloadTests {
    private let recorder = RecordingInterceptor()
    private let stubborn = StubbornService()

    @Test(
        "Refuses one call more than it may have, of any kind, and serves again when one has ended",
        arguments: ["/test.Service/Echo", "/test.Streams/Count", "/test.Streams/Idle"])
    func calls(path: String) async throws {
        try await withServer {
            $0.callCountMax = 3
        } _: { server in
            let clients = try (0..<3).map { _ in try SocketClient(to: server.endpoint) }
            let streams = try clients.map { try $0.begun("/test.Streams/Idle") }
            let other = try SocketClient(to: server.endpoint)
            // The request is never finished: only its header list can have been answered.
            let refused = try other.end(of: other.open(path))
            #expect(refused.code == .resourceExhausted)
            #expect(refused.fields["grpc-retry-pushback-ms"] == "700")
            #expect(refused.fields["grpc-status-details-bin"] == "CAU")
            #expect(refused.headerListCount == 1)
            #expect(recorder.calls.suffix(2) == ["refused \(path)", "ended \(path) RESOURCE_EXHAUSTED"])
            clients[0].peer.connection.reset(streams[0], code: .cancel)
            _ = try clients[0].call("/test.Essential/Check")
            let answer = try other.call("/test.Service/Echo", [1])
            #expect(answer.message == [1])
        }
    }

    @Test("Serves what tells whether it lives all the same, and does not count it")
    func essential() async throws {
        try await withServer {
            $0.callCountMax = 1
        } _: { server in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.begun("/test.Streams/Idle")
            for _ in 0..<3 {
                let answer = try client.call("/test.Essential/Check")
                #expect(answer.code == .ok)
            }
        }
    }

    @Test("Counts every end of a call once, whatever ended it")
    func balance() async throws {
        try await withServer {
            $0.callCountMax = 1
        } _: { server in
            for _ in 0..<20 {
                let client = try SocketClient(to: server.endpoint)
                for (path, code) in [
                    ("/test.Service/Echo", StatusCode.ok), ("/test.Service/Fail", .notFound),
                    ("/test.Service/Forget", .internal), ("/test.Service/Nothing", .unimplemented),
                    ("/test.Streams/Double", .ok), ("/test.Streams/Fail", .notFound),
                ] {
                    let answer = try client.call(path, [1])
                    #expect(answer.code == code)
                }
                let late = try client.end(of: client.open("/test.Streams/Idle", ["grpc-timeout": "1m"]))
                #expect(late.code == .deadlineExceeded)
                let stream = try client.begun("/test.Streams/Idle")
                client.peer.connection.reset(stream, code: .cancel)
                let answer = try client.call("/test.Service/Echo", [1])
                #expect(answer.code == .ok)
            }
        }
    }

    @Test("Keeps no more of requests than it may on all connections together, and forgets what goes")
    func incompleteRequests() async throws {
        try await withServer {
            $0.requestBufferTotalByteCountMax = 100_000
        } _: { server in
            var holders = try (0..<2).map { _ in try SocketClient(to: server.endpoint) }
            for holder in holders { try holder.sendPart(of: "/test.Service/Echo", byteCount: 60_000) }
            // One of them was one too many: it is refused, whichever came last.
            _ = try holders[0].call("/test.Essential/Check")
            _ = try holders[1].call("/test.Essential/Check")
            #expect(recorder.calls.filter { $0.hasSuffix("Echo RESOURCE_EXHAUSTED") }.count == 1)
            holders = []
            // Forgotten as the loops hear that the clients have gone, which may take a moment.
            let client = try SocketClient(to: server.endpoint)
            while try client.call("/test.Service/Echo", [1]).code != .ok {}
            try client.sendPart(of: "/test.Service/Echo", byteCount: 60_000)
            let answer = try client.call("/test.Service/Echo", [2])
            #expect(answer.message == [2])
        }
    }

    @Test("Counts what handlers do not read, and stops the call that brings too much")
    func unreadRequests() async throws {
        try await withServer {
            $0.requestBufferTotalByteCountMax = 100_000
        } _: { server in
            let client = try SocketClient(to: server.endpoint)
            let stream = try client.open("/test.Streams/Listen")
            for _ in 0..<3 {
                client.peer.connection.send(MessageFrame(message: [UInt8](repeating: 1, count: 50_000)), on: stream)
            }
            let refused = try client.end(of: stream)
            #expect(refused.code == .resourceExhausted)
            #expect(refused.fields["grpc-retry-pushback-ms"] == "700")
            let answer = try client.call("/test.Streams/Double", [1])
            #expect(answer.message == [1, 1])
        }
    }

    @Test("Counts the messages of streams that come in parts")
    func incompleteMessages() async throws {
        try await withServer {
            $0.requestBufferTotalByteCountMax = 100_000
        } _: { server in
            let client = try SocketClient(to: server.endpoint)
            try client.sendPart(of: "/test.Streams/Collect", byteCount: 99_000)
            let answer = try client.call("/test.Essential/Check")
            #expect(answer.code == .ok)
            let other = try SocketClient(to: server.endpoint)
            try other.sendPart(of: "/test.Streams/Collect", byteCount: 10_000)
            _ = try other.call("/test.Essential/Check")
            #expect(recorder.calls.filter { $0.hasSuffix("Collect RESOURCE_EXHAUSTED") }.count == 1)
        }
    }

    @Test("Starts no asynchronous handler while too many wait for a thread")
    func waitingHandlers() async throws {
        try await withServer {
            $0.waitingHandlerCountMax = 0
        } _: { server in
            let client = try SocketClient(to: server.endpoint)
            let refused = try client.call("/test.Streams/Double", [1])
            #expect(refused.code == .resourceExhausted)
            let answer = try client.call("/test.Service/Echo", [1])
            #expect(answer.code == .ok)
        }
    }

    @Test("Counts asynchronous handlers that go on when their calls have ended")
    func stubbornHandlers() async throws {
        try await withServer {
            $0.callCountMax = 2
        } _: { server in
            let client = try SocketClient(to: server.endpoint)
            for _ in 0..<2 {
                let stream = try client.begun("/test.Essential/Stubborn")
                client.peer.connection.reset(stream, code: .cancel)
            }
            let refused = try client.call("/test.Streams/Double", [1])
            #expect(refused.code == .resourceExhausted)
            // It needs no task.
            let answer = try client.call("/test.Service/Echo", [1])
            #expect(answer.code == .ok)
            stubborn.finish()
            while try client.call("/test.Streams/Double", [1]).code != .ok {}
        }
    }

    @Test("Says so in turn with different words, that callers do not come back at once")
    func turns() async throws {
        try await withServer {
            $0.callCountMax = 1
            $0.overloadErrors = ["a", "b"].map { RPCError(.resourceExhausted, $0) }
        } _: { server in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.begun("/test.Streams/Idle")
            let texts = try (0..<4).map { _ in try client.call("/test.Service/Echo", [1]).text }
            #expect(Set(texts) == ["a", "b"])
            #expect(texts[0] == texts[2] && texts[1] == texts[3])
        }
    }

    /// Runs the body, which may block, with a server of the test services and of a method that is served always.
    private func withServer(
        _ adjust: (inout RPCServerConfiguration) -> Void, _ body: (RPCServer) async throws -> Void
    ) async throws {
        var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2)
        var metadata = Metadata()
        metadata.appendProtocolField("grpc-retry-pushback-ms", "700")
        configuration.overloadErrors = [
            RPCError(.resourceExhausted, "too much", details: [8, 5], metadata: metadata)
        ]
        adjust(&configuration)
        let server = try RPCServer.start(
            configuration, services: [TestService(), StreamingTestService(), EssentialService(), stubborn],
            interceptors: [recorder], tlsContext: nil, logger: Logger(label: "test"))
        let result: Result<Void, any Error>
        do {
            result = .success(try await withTaskExecutorPreference(BlockingExecutor()) { try await body(server) })
        } catch {
            result = .failure(error)
        }
        await server.shutDown(within: .zero)
        try result.get()
    }
}

/// What is served always.
private struct EssentialService: RPCService {
    var methods: [RPCMethod] {
        [
            RPCMethod(service: "test.Essential", name: "Check", isEssential: true) { _, _ throws(RPCError) in
                .reply(UnaryReply(.empty))
            }
        ]
    }
}

/// A method that heeds no cancellation, and goes on until the test has had enough of it.
private final class StubbornService: RPCService {
    private let words = AsyncStream.makeStream(of: Void.self)

    var methods: [RPCMethod] {
        [
            RPCMethod(
                service: "test.Essential", name: "Stubborn",
                bidirectional: { [words] call in
                    call.sendMetadata()
                    await Task { for await _ in words.stream {} }.value
                })
        ]
    }

    func finish() { words.continuation.finish() }
}

extension SocketClient {
    /// Opens a stream, and returns when its handler is at work.
    fileprivate func begun(_ path: String) throws -> HTTP2Stream {
        let stream = try open(path)
        let id = stream.id
        _ = try read { peer.events.contains("\(id) initial") }
        return stream
    }

    /// Opens a stream and sends so many bytes of a message that is longer.
    fileprivate func sendPart(of path: String, byteCount: Int) throws {
        let stream = try open(path)
        let length = UInt32(byteCount + 1000).bigEndian
        let prefix = withUnsafeBytes(of: length) { [0] + Array($0) }
        try send(
            RawFrame(type: 0, flags: 0, stream: UInt32(stream.id), payload: prefix).bytes
                + stride(from: 0, to: byteCount, by: 10_000).flatMap { start in
                    RawFrame(
                        type: 0, flags: 0, stream: UInt32(stream.id),
                        payload: [UInt8](repeating: 1, count: min(10_000, byteCount - start))
                    ).bytes
                })
    }
}
