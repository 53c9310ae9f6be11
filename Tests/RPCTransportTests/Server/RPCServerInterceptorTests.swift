import EventLoop
import Glibc
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Interceptors of the server", .timeLimit(.minutes(1)))
struct RPCServerInterceptorTests {
    private let recorder = RecordingInterceptor()

    @Test(
        "Hear of every call once at its begin and once at its end, with the status the caller gets",
        arguments: [
            ("/test.Service/Echo", "began", StatusCode.ok), ("/test.Service/Fail", "began", .notFound),
            ("/test.Service/Forget", "began", .internal), ("/test.Service/Nothing", "refused", .unimplemented),
            ("/nonsense", "refused", .unimplemented), ("/test.Streams/Double", "began", .ok),
            ("/test.Streams/Count", "began", .ok), ("/test.Streams/Fail", "began", .notFound),
        ])
    func pairs(path: String, begin: String, status: StatusCode) async throws {
        try await withInterceptors([recorder]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call(path, [1, 2]).code == status)
            #expect(recorder.calls == ["\(begin) \(path)", "ended \(path) \(status)"])
        }
    }

    @Test("Know what has passed, for handlers of all kinds")
    func traffic() async throws {
        try await withInterceptors([recorder]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.call("/test.Service/Echo", [1, 2, 3])
            _ = try client.call("/test.Streams/Count", [1, 2, 3])
            _ = try client.end(of: client.stream("/test.Streams/Collect", [[1], [2, 3]]))
            #expect(
                recorder.endings.withLock { $0.map(\.traffic) } == [
                    CallTraffic(requests: (1, 8), replies: (1, 8)), CallTraffic(requests: (1, 8), replies: (3, 18)),
                    CallTraffic(requests: (2, 13), replies: (1, 8)),
                ])
        }
    }

    @Test("Hear of calls that the protocol refuses, as refused", arguments: ["grpc-timeout", "x-bin", "x-long"])
    func malformed(field: String) async throws {
        try await withInterceptors([recorder]) { server, _ in
            let value = field == "x-long" ? String(repeating: "a", count: 17_000) : "!"
            let stream = try SocketClient(to: server.endpoint).answer(field: field, value)
            let status = field == "x-long" ? StatusCode.resourceExhausted : .internal
            #expect(stream.code == status)
            #expect(recorder.calls == ["refused /test.Service/Echo", "ended /test.Service/Echo \(status)"])
        }
    }

    @Test(
        "A well-formed request id goes back with the answer, however the call ends",
        arguments: ["/test.Service/Echo", "/test.Service/Fail", "/test.Service/Nothing", "/test.Streams/Double"])
    func requestID(path: String) async throws {
        try await withInterceptors([]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let id = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
            #expect(try client.call(path, [1], more: ["x-request-id": id]).fields["x-request-id"] == id)
            #expect(try client.call(path, [1], more: ["x-request-id": "Smith"]).fields["x-request-id"] == nil)
            #expect(try client.call(path, [1]).fields["x-request-id"] == nil)
        }
    }

    @Test("Keep answers back until a hold is released, and calls that come meanwhile with them")
    func holding() async throws {
        let holds = Mutex<[AnswerHold]>([])
        let keeper = RecordingInterceptor(departure: {
            let hold = AnswerHold()
            holds.withLock { $0.append(hold) }
            return .when(hold)
        })
        try await withInterceptors([keeper]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let first = try client.stream("/test.Service/Echo", [[1]])
            while holds.withLock({ $0.isEmpty }) { sched_yield() }
            let second = try client.stream("/test.Service/Echo", [[2]])
            // It is not read before the first answer has left, so nobody hears of it.
            #expect(keeper.calls == ["began /test.Service/Echo", "ended /test.Service/Echo OK"])
            holds.withLock { $0[0] }.release(mayLeave: true)
            #expect(try client.end(of: first).message == [1])
            while holds.withLock({ $0.count < 2 }) { sched_yield() }
            holds.withLock { $0[1] }.release(mayLeave: true)
            #expect(try client.end(of: second).message == [2])
        }
    }

    @Test("Close the connections whose answers may never leave, and serve new ones", arguments: [true, false])
    func forbidding(isHeld: Bool) async throws {
        let isForbidden = Atomic(true)
        let keeper = RecordingInterceptor(departure: {
            guard isForbidden.load(ordering: .relaxed) else { return .now }
            guard isHeld else { return .never }
            let hold = AnswerHold()
            hold.release(mayLeave: false)
            return .when(hold)
        })
        try await withInterceptors([keeper]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Service/Echo", [1]).code == nil)
            isForbidden.store(false, ordering: .relaxed)
            #expect(try SocketClient(to: server.endpoint).call("/test.Service/Echo", [1]).code == .ok)
        }
    }

    @Test("Hear nothing of requests that are none of gRPC's")
    func otherRequests() async throws {
        try await withInterceptors([recorder]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Service/Echo", contentType: "text/html").fields[":status"] == "415")
            #expect(try client.call("/test.Service/Echo").code == .ok)
            #expect(recorder.calls == ["began /test.Service/Echo", "ended /test.Service/Echo OK"])
        }
    }

    @Test(
        "Hear of calls that are out of time, reset, or lose their connection, once",
        arguments: ["/test.Service/Later", "/test.Streams/Idle"], ["deadline", "reset", "lost"])
    func cutShort(path: String, how: String) async throws {
        try await withInterceptors([recorder]) { server, _ in
            try cutShort(path, how, at: server.endpoint)
            // Shutting down waits for the connection to be gone.
            await server.shutDown(within: .seconds(30))
            let ends = recorder.calls.filter { $0.hasPrefix("ended \(path)") }
            #expect(ends == ["ended \(path) \(how == "deadline" ? "DEADLINE_EXCEEDED" : "CANCELLED")"])
        }
    }

    /// Makes a call that gets no answer, and leaves.
    private func cutShort(_ path: String, _ how: String, at endpoint: Endpoint) throws {
        let client = try SocketClient(to: endpoint)
        // The deadline may pass before the call is read on a slow machine: it ends in the same way.
        let stream = try client.open(path, how == "deadline" ? ["grpc-timeout": "50m"] : [:])
        // A plain function is called when the request is whole; the other one ends then.
        if path.hasSuffix("Later") { try client.finish(stream) }
        guard how != "deadline" else {
            let answer = try client.end(of: stream)
            #expect(answer.code == .deadlineExceeded)
            return
        }
        // What another call shows: the first one has begun.
        let answer = try client.call("/test.Service/Echo")
        #expect(answer.code == .ok)
        if how == "reset" { client.peer.connection.reset(stream, code: .cancel) }
        try client.flush()
    }

    @Test("Hear of a body that is malformed")
    func malformedBody() async throws {
        try await withInterceptors([recorder]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            try client.send(
                RawFrame.preface
                    + RawFrame.request(
                        stream: 1, path: "/test.Service/Echo", more: ["content-type": "application/grpc"]
                    ).bytes + RawFrame(type: 0, flags: 1, stream: 1, payload: [9, 0, 0, 0, 0]).bytes)
            #expect(try client.rawAnswer(stream: 1) == .internal)
            #expect(recorder.calls.last == "ended /test.Service/Echo INTERNAL")
            #expect(recorder.endings.withLock { $0.last?.traffic.requestMessageCount } == 0)
        }
    }

    @Test(
        "Refuse calls before their body, whatever serves them",
        arguments: ["/test.Service/Later", "/test.Service/Echo", "/test.Streams/Idle"])
    func refusal(path: String) async throws {
        let guardian = RecordingInterceptor(refusing: RPCError(.permissionDenied, "not you"))
        try await withInterceptors([guardian]) { server, service in
            let client = try SocketClient(to: server.endpoint)
            // The request is never finished, so only its header list can have been answered.
            let stream = try client.open(path)
            let answer = try client.end(of: stream)
            #expect(answer.code == .permissionDenied)
            #expect(answer.text == "not you")
            #expect(guardian.calls == ["began \(path)", "ended \(path) PERMISSION_DENIED"])
            #expect(service.pending.withLock { $0.isEmpty })
        }
    }

    @Test("Are told in order; the first refusal counts, and those behind it learn of it")
    func order() async throws {
        let interceptors = [
            RecordingInterceptor("a"), RecordingInterceptor("b", refusing: RPCError(.permissionDenied, "b")),
            RecordingInterceptor("c", refusing: RPCError(.unauthenticated, "c")),
        ]
        try await withInterceptors(interceptors) { server, _ in
            let path = "/test.Service/Echo"
            let answer = try SocketClient(to: server.endpoint).call(path)
            #expect(answer.code == .permissionDenied)
            #expect(interceptors[0].calls == ["a began \(path)", "a ended \(path) PERMISSION_DENIED"])
            #expect(interceptors[1].calls == ["b began \(path)", "b ended \(path) PERMISSION_DENIED"])
            #expect(interceptors[2].calls == ["c refused \(path)", "c ended \(path) PERMISSION_DENIED"])
        }
    }

    @Test("Hear that answers leave after the calls have ended and before the caller has them")
    func leaving() async throws {
        try await withInterceptors([recorder]) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            for _ in 0..<3 { _ = try client.begin(.grpcRequest, [1]) }
            try client.flush()
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            let events = recorder.events.withLock { $0 }
            // A `leave` without an end before it would be one too many.
            #expect(events.count { $0 == "leave" } <= 3)
            let lastEnd = try #require(events.lastIndex { $0.hasPrefix("ended") })
            #expect(events[lastEnd...].contains("leave"))
        }
    }

    @Test("Get an instance for each loop that asks for one")
    func loops() async throws {
        let shared = Mutex<[Int]>([])
        final class PerLoop: ServerInterceptor {
            let note: @Sendable (Int) -> Void
            init(_ note: @escaping @Sendable (Int) -> Void) { self.note = note }
            func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor {
                note(methods.count)
                return RecordingInterceptor()
            }
        }
        try await withInterceptors([PerLoop { count in shared.withLock { $0.append(count) } }]) { _, _ in }
        #expect(shared.withLock { $0.count } == 2)
        #expect(shared.withLock { Set($0).count } == 1)
    }
}

extension CallTraffic {
    fileprivate init(requests: (count: Int, bytes: Int), replies: (count: Int, bytes: Int)) {
        self.init()
        requestMessageCount = requests.count
        requestByteCount = requests.bytes
        replyMessageCount = replies.count
        replyByteCount = replies.bytes
    }
}

extension SocketClient {
    /// Ends the stream for sending, behind an empty message.
    fileprivate func finish(_ stream: HTTP2Stream) throws {
        peer.connection.send(.empty, on: stream)
        peer.connection.finish(stream)
        try flush()
    }

    /// What the server answers to Echo with one more header field.
    fileprivate func answer(field: String, _ value: String) throws -> Answer {
        let headers = HeaderBlock(HeaderBlock.grpcRequest.own, HeaderBlock([field: value] as KeyValuePairs).own)
        let stream = try begin(headers, [])
        return try end(of: stream)
    }
}

/// Runs the body, which may block, with a server of both test services in plaintext, and these interceptors.
private func withInterceptors(
    _ interceptors: [any ServerInterceptor], _ body: (RPCServer, TestService) async throws -> Void
) async throws {
    let service = TestService()
    let server = try RPCServer.start(
        RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2),
        services: [service, StreamingTestService()], interceptors: interceptors, tlsContext: nil,
        logger: Logger(label: "test"))
    let result: Result<Void, any Error>
    do {
        result = .success(
            try await withTaskExecutorPreference(BlockingExecutor()) { try await body(server, service) })
    } catch {
        result = .failure(error)
    }
    await server.shutDown(within: .zero)
    try result.get()
}
