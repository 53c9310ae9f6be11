import EventLoop
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("The server", .timeLimit(.minutes(1)))
struct RPCServerTests {
    @Test("Answers a call with headers, message and trailers")
    func echo() async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Service/Echo", [1, 2, 3])
            #expect(answer.message == [1, 2, 3])
            #expect(answer.fields == [":status": "200", "content-type": "application/grpc", "grpc-status": "0"])
            #expect(answer.headerListCount == 2)
        }
    }

    @Test("Answers many calls on one connection, one after the other and at once")
    func manyCalls() async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            for number in UInt8(0)..<100 {
                #expect(try client.call("/test.Service/Echo", [number]).message == [number])
            }
            let streams = try (0..<1000).map { number in
                try client.begin(.grpcRequest, [UInt8(number & 0xFF), UInt8(number >> 8)])
            }
            try client.flush()
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            for (number, stream) in streams.enumerated() {
                #expect(client.peer.bodies[stream.id]?.dropFirst(5) == [UInt8(number & 0xFF), UInt8(number >> 8)])
            }
        }
    }

    @Test("Sends an error as one header list with percent-encoded message and details")
    func failure() async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Service/Fail", [8, 5])
            #expect(answer.headerListCount == 1)
            #expect(answer.code == .notFound)
            #expect(answer.fields["grpc-message"] == "no such thing: %E2%98%BA")
            #expect(answer.fields["grpc-status-details-bin"] == "CAU")
            #expect(answer.message == nil)
        }
    }

    @Test("Sends the metadata of a call that fails before the error")
    func failureWithMetadata() async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Service/Decline")
            #expect(answer.headerListCount == 2 && answer.message == nil)
            #expect(answer.fields["x-text"] == "before" && answer.fields[":status"] == "200")
            #expect(answer.code == .aborted && answer.text == "not today")
        }
    }

    @Test("Gives handlers the metadata and the peer, and sends theirs before and after the message")
    func metadata() async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let answer = try client.call(
                "/test.Service/Metadata", more: ["x-text": "hello", "x-bytes-bin": "q6ur"])
            #expect(answer.code == .ok)
            #expect(answer.message.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("ipv4:127.0.0.1:") == true)
            #expect(client.peer.events.filter { $0 == "1 x-text: hello" }.count == 2)
            #expect(client.peer.events.filter { $0 == "1 x-bytes-bin: q6ur" }.count == 2)
        }
    }

    @Test(
        "Refuses what is no gRPC request with an HTTP status, and tells people so where a body may be",
        arguments: [
            ("application/json", "POST", "415"), ("application/grpc-web", "POST", "415"), ("", "POST", "415"),
            ("application/grpc", "GET", "405"), ("application/grpc", "HEAD", "405"),
        ])
    func httpRefusal(contentType: String, method: String, status: String) async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.begin(
                HeaderBlock([
                    ":method": method, ":scheme": "http", ":path": "/test.Service/Echo", ":authority": "test",
                    "content-type": contentType,
                ]), [])
            try client.flush()
            #expect(try client.read { client.peer.events.contains("1 closed 0") })
            let answer = SocketClient.Answer(stream: 1, peer: client.peer)
            #expect(answer.fields[":status"] == status)
            #expect(answer.code == nil)
            let body = client.peer.bodies[1].map { String(decoding: $0, as: UTF8.self) }
            #expect((body?.hasPrefix("This is a gRPC server") == true) == (method != "HEAD"))
        }
    }

    /// The second DATA frame used to fail the call once more, which freed the header list of the first failure before it
    /// was sent.
    @Test("Fails a call once whose request is too much to keep, however much of it comes at once")
    func requestBufferLimit() async throws {
        try await withServer({ $0.requestBufferByteCountMax = 10 }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let stream = HTTP2Stream()
            var pieces: [UInt8] = []
            for part in ["\0\0\0\0\u{63}", "more than ten", "and more"] {
                client.peer.connection.send(MessageFrame(httpBody: part), on: stream)
                if stream.id == 0 {
                    try client.peer.connection.request(on: stream, headers: .request(path: "/test.Service/Echo"))
                }
                // Each part in a frame of its own, all in one segment.
                pieces += try client.peer.output()
            }
            try client.send(pieces)
            #expect(try client.read { client.peer.events.contains("1 closed 0") })
            let answer = SocketClient.Answer(stream: 1, peer: client.peer)
            #expect(answer.code == .resourceExhausted && answer.headerListCount == 1)
            #expect(answer.fields[":status"] == "200")
            #expect(try client.call("/test.Service/Echo").code == .ok)
        }
    }

    @Test("Refuses a call beyond those that may be open, and serves the others and later ones")
    func concurrencyLimit() async throws {
        try await withServer({ $0.concurrentStreamsMax = 2 }) { server, service in
            let client = try SocketClient(to: server.endpoint, beginsHTTP2: false)
            let requests = [1, 3, 5].flatMap { Self.whole("/test.Service/Later", stream: $0) }
            try client.send(RawFrame.preface + RawFrame(type: 4, flags: 1).bytes + requests)
            let handles = try await service.waitForPending(2)
            var received: [UInt8] = []
            while !RawFrame.parse(received).contains(where: { $0.type == 3 }) { received += try client.readBytes() }
            let resets = RawFrame.parse(received).filter { $0.type == 3 }
            #expect(resets.map(\.stream) == [5] && resets.map(\.payload) == [[0, 0, 0, 7]])
            let isEnded = { (stream: UInt32) in
                RawFrame.parse(received).contains { $0.stream == stream && $0.type == 1 && $0.flags & 1 == 1 }
            }
            for handle in handles { handle.succeed(UnaryReply(.empty)) }
            // Not before these are over, or the next would be one too many as well.
            while ![1, 3].allSatisfy(isEnded) { received += try client.readBytes() }
            try client.send(Self.whole("/test.Service/Echo", stream: 7))
            while !isEnded(7) { received += try client.readBytes() }
        }
    }

    /// The frames of a whole call.
    private static func whole(_ path: String, stream: UInt32) -> [UInt8] {
        RawFrame.request(stream: stream, path: path, more: ["content-type": "application/grpc"]).bytes
            + RawFrame(type: 0, flags: 1, stream: stream, payload: [0, 0, 0, 0, 0]).bytes
    }

    @Test("Takes every content type of gRPC", arguments: ["application/grpc+proto", "application/grpc;charset=utf-8"])
    func contentType(contentType: String) async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Service/Echo", contentType: contentType)
            #expect(answer.code == .ok)
        }
    }

    @Test(
        "Names what does not exist",
        arguments: [
            ("/test.Service/Nothing", "the service test.Service has no such method"),
            ("/other.Service/Echo", "there is no such service here"),
            ("/", "the path names no method: it has the form /service/method"),
        ])
    func unimplemented(path: String, text: String) async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call(path)
            #expect(answer.code == .unimplemented)
            #expect(answer.text == text)
        }
    }

    @Test(
        "Refuses header fields that break the protocol",
        arguments: [
            ("grpc-timeout", "5", StatusCode.internal), ("grpc-timeout", "123456789S", .internal),
            ("grpc-timeout", "0n", .deadlineExceeded), ("grpc-encoding", "br", .unimplemented),
            ("x-a-bin", "*", .internal),
        ])
    func refusedField(name: String, value: String, code: StatusCode) async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Service/Echo", more: [name: value])
            #expect(answer.code == code)
            #expect(answer.headerListCount == 1)
            #expect((answer.fields["grpc-accept-encoding"] == "identity,gzip") == (code == .unimplemented))
        }
    }

    @Test("Refuses a header list over the limit and serves the next call")
    func oversizedHeaders() async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let answer = try client.call(
                "/test.Service/Echo", more: ["x-large": String(repeating: "a", count: 17_000)])
            #expect(answer.code == .resourceExhausted)
            let stream = try client.begin(.grpcRequest, [1])
            try client.flush()
            #expect(
                try client.read {
                    client.peer.events.contains("\(stream.id) closed 0") || client.peer.events.contains("3 closed 0")
                })
            #expect(SocketClient.Answer(stream: 3, peer: client.peer).message == [1])
        }
    }

    @Test(
        "Refuses bodies that are not one message",
        arguments: [
            ([], StatusCode.unimplemented), ([0, 0, 0, 0, 2, 1], .internal), ([1, 0, 0, 0, 0], .internal),
            ([9, 0, 0, 0, 0], .internal), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .unimplemented),
            ([0, 0, 0, 4, 1], .resourceExhausted), ([0, 255, 255, 255, 255], .resourceExhausted),
        ] as [([UInt8], StatusCode)])
    func refusedBody(body: [UInt8], code: StatusCode) async throws {
        try await withServer({ $0.requestMessageByteCountMax = 1024 }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            try client.send(
                RawFrame.preface
                    + RawFrame.request(
                        stream: 1, path: "/test.Service/Echo", more: ["content-type": "application/grpc"]
                    )
                    .bytes + RawFrame(type: 0, flags: 1, stream: 1, payload: body).bytes)
            let answer = try client.rawAnswer(stream: 1)
            #expect(answer == code)
        }
    }

    @Test("Takes a message of exactly the limit")
    func limit() async throws {
        try await withServer({ $0.requestMessageByteCountMax = 100_000 }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let message = (0..<100_000).map { UInt8($0 % 251) }
            #expect(try client.call("/test.Service/Echo", message).message == message)
            #expect(
                try SocketClient(to: server.endpoint).call("/test.Service/Echo", message + [0]).code
                    == .resourceExhausted)
        }
    }

    @Test("Refuses more incomplete requests than one connection may keep")
    func requestBuffer() async throws {
        try await withServer({ $0.requestBufferByteCountMax = 30_000 }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            var bytes = RawFrame.preface
            for stream in [1, 3, 5] as [UInt32] {
                bytes +=
                    RawFrame.request(
                        stream: stream, path: "/test.Service/Echo", more: ["content-type": "application/grpc"]
                    ).bytes
                bytes +=
                    RawFrame(
                        type: 0, stream: stream, payload: [0, 0, 0, 100, 0] + [UInt8](repeating: 0, count: 12_000)
                    )
                    .bytes
            }
            try client.send(bytes)
            #expect(try client.rawAnswer(stream: 5) == .resourceExhausted)
        }
    }

    @Test("Takes many large requests a few at a time, and those that fit the first window beside them")
    func largeRequests() async throws {
        try await withServer({ $0.admittedRequestByteCountMax = 100_000 }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            // The server's settings are known after this.
            #expect(try client.call("/test.Service/Echo").code == .ok)
            let large = [UInt8](repeating: 7, count: 60_000)
            let streams = try (0..<40).map { try client.begin(.grpcRequest, $0 % 4 == 3 ? [UInt8($0)] : large) }
            try client.flush()
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            for (number, stream) in streams.enumerated() {
                #expect(client.peer.bodies[stream.id]?.count == (number % 4 == 3 ? 6 : 60_005))
            }
            let huge = [UInt8](repeating: 7, count: 300_000)
            #expect(try client.call("/test.Service/Echo", huge).message == huge)
        }
    }

    @Test("Admits the next large request when one is cancelled, and passes over those that were")
    func cancelledAdmission() async throws {
        try await withServer({ $0.admittedRequestByteCountMax = 1 }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            // The server's settings are known after this.
            #expect(try client.call("/test.Service/Echo").code == .ok)
            let large = [UInt8](repeating: 7, count: 60_000)
            let stopped = try (0..<3).map { _ in
                let stream = HTTP2Stream()
                client.peer.connection.send(
                    MessageFrame(httpBody: "\0\0\0\u{60}\0" + String(repeating: "a", count: 9000)), on: stream)
                try client.peer.connection.request(on: stream, headers: .grpcRequest)
                return stream
            }
            let whole = try (0..<3).map { _ in try client.begin(.grpcRequest, large) }
            try client.flush()
            for stream in stopped.reversed() { client.peer.connection.reset(stream, code: .cancel) }
            try client.flush()
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            #expect(whole.allSatisfy { client.peer.bodies[$0.id]?.count == 60_005 })
        }
    }

    @Test("Gets an answer from another thread, once")
    func detached() async throws {
        try await withServer { server, service in
            let client = try SocketClient(to: server.endpoint)
            for number in 0..<3 { _ = try client.begin(.request(path: "/test.Service/Later"), [UInt8(number)]) }
            try client.flush()
            let handles = try await service.waitForPending(3)
            for (number, handle) in handles.enumerated() {
                handle.succeed(UnaryReply(MessageFrame(message: [UInt8(number)])))
                handle.fail(RPCError(.internal, "too late"))
            }
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            #expect(client.peer.bodies == [1: [0, 0, 0, 0, 1, 0], 3: [0, 0, 0, 0, 1, 1], 5: [0, 0, 0, 0, 1, 2]])
            #expect(service.cancellations.withLock { $0 } == 0)
        }
    }

    @Test("Says INTERNAL for a call whose handler forgot it")
    func forgotten() async throws {
        try await withServer { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Service/Forget")
            #expect(answer.code == .internal)
        }
    }

    @Test("Ends a call at its deadline, tells the handler, and ignores its answer")
    func deadline() async throws {
        try await withServer { server, service in
            let client = try SocketClient(to: server.endpoint)
            let answer = try client.call("/test.Service/Later", more: ["grpc-timeout": "20m"])
            #expect(answer.code == .deadlineExceeded)
            let handle = try #require(try await service.waitForPending(1).first)
            #expect(handle.isCancelled)
            handle.succeed(UnaryReply(.empty))
            #expect(service.cancellations.withLock { $0 } == 1)
        }
    }

    @Test("Ends a call whose request does not come before its deadline")
    func deadlineOfRequest() async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            try client.send(
                RawFrame.preface
                    + RawFrame.request(
                        stream: 1, path: "/test.Service/Echo",
                        more: ["content-type": "application/grpc", "grpc-timeout": "20m"]
                    ).bytes)
            #expect(try client.rawAnswer(stream: 1) == .deadlineExceeded)
        }
    }

    @Test("Tells the handler when the client resets the stream, and when it goes away", arguments: [true, false])
    func cancellation(resets: Bool) async throws {
        try await withServer { server, service in
            var client: SocketClient? = try SocketClient(to: server.endpoint)
            let stream = try client?.begin(.request(path: "/test.Service/Later"), [])
            try client?.flush()
            let handle = try #require(try await service.waitForPending(1).first)
            if resets, let stream {
                client?.peer.connection.reset(stream, code: .cancel)
                try client?.flush()
            } else {
                client = nil
            }
            await withCheckedContinuation { continuation in handle.onCancel { continuation.resume() } }
            #expect(handle.isCancelled)
            handle.succeed(UnaryReply(.empty))
            #expect(try SocketClient(to: server.endpoint).call("/test.Service/Echo").code == .ok)
        }
    }

    @Test("Lets go of a connection that ended with calls open")
    func release() async throws {
        try await withServer { server, service in
            var client: SocketClient? = try SocketClient(to: server.endpoint)
            for _ in 0..<3 { _ = try client?.begin(.request(path: "/test.Service/Later"), []) }
            try client?.flush()
            _ = try await service.waitForPending(3)
            let connection = try #require(service.connections.withLock { $0.first })
            #expect(!connection.isGone)
            client = nil
            let deadline = ContinuousClock.now + .seconds(10)
            while !connection.isGone, ContinuousClock.now < deadline { await Task.yield() }
            #expect(connection.isGone)
        }
    }

    @Test("Sends large answers to a client that reads slowly")
    func backPressure() async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            for _ in 0..<8 { _ = try client.begin(.request(path: "/test.Service/Big"), []) }
            try client.flush()
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            #expect(client.peer.bodies.values.allSatisfy { $0.count == 2_000_005 })
            #expect(client.peer.bodies.count == 8)
        }
    }

    @Test(
        "Closes a connection that does not begin in time, and one that stops within a header list",
        arguments: [
            [], Array(RawFrame.preface.prefix(20)),
            RawFrame.preface + RawFrame(type: 1, flags: 0, stream: 1, payload: [0x82]).bytes,
        ])
    func openingTimeout(bytes: [UInt8]) async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(50) }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            try client.send(bytes)
            while try !client.readBytes().isEmpty {}
        }
    }

    @Test("Keeps a connection open that has begun and is quiet")
    func quietConnection() async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(50) }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Service/Later", more: ["grpc-timeout": "200m"]).code == .deadlineExceeded)
        }
    }

    @Test("Closes connections over the quota and takes new ones when others have gone")
    func quota() async throws {
        try await withServer({ $0.connectionsMax = 1 }) { server, _ in
            var first: SocketClient? = try SocketClient(to: server.endpoint)
            #expect(try first?.call("/test.Service/Echo").code == .ok)
            let second = try SocketClient(to: server.endpoint)
            #expect(try second.readBytes().isEmpty)
            first = nil
            // The server hears of the end of the first in its own time.
            while true {
                let third = try SocketClient(to: server.endpoint)
                if (try? third.call("/test.Service/Echo").code) == .ok { return }
            }
        }
    }

    @Test(
        "Names the address and the remedy when it cannot listen",
        arguments: [
            ("127.0.0.1", "another process listens there"), ("192.0.2.1", "this machine has no such address"),
            ("nowhere.invalid", "cannot resolve 'nowhere.invalid'"),
        ])
    func cannotListen(host: String, text: String) async throws {
        try await withServer { server, _ in
            let endpoint = Endpoint(host: host, port: server.endpoint.port)
            let error = #expect(throws: RPCServerError.self) {
                try RPCServer.start(
                    RPCServerConfiguration(listen: endpoint, loopCount: 1), services: [], tlsContext: nil,
                    logger: Logger(label: "test"))
            }
            #expect(error?.description.hasPrefix("cannot listen on \(endpoint): ") == true)
            #expect(error?.description.contains(text) == true)
        }
    }
}

@Suite("Shutting down", .timeLimit(.minutes(1)))
struct RPCServerShutdownTests {
    @Test("Finishes open calls, refuses new connections, then ends")
    func graceful() async throws {
        try await withServer { server, service in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.begin(.request(path: "/test.Service/Later"), [])
            try client.flush()
            let handle = try #require(try await service.waitForPending(1).first)
            server.beginShutDown(within: .seconds(30))
            #expect(try client.read { client.peer.events.contains("goaway 1 0") })
            #expect(client.peer.events.contains("goaway 2147483647 0"))
            #expect(throws: SystemError.self) { try SocketClient(to: server.endpoint) }
            handle.succeed(UnaryReply(MessageFrame(message: [5])))
            try client.readToEnd()
            #expect(client.peer.bodies[1]?.last == 5)
            await server.shutDown(within: .seconds(30))
            #expect(!handle.isCancelled)
        }
    }

    @Test("Cancels what outlives the grace time")
    func graceEnds() async throws {
        try await withServer { server, service in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.begin(.request(path: "/test.Service/Later"), [])
            try client.flush()
            let handle = try #require(try await service.waitForPending(1).first)
            await server.shutDown(within: .milliseconds(20))
            #expect(handle.isCancelled)
            try client.readToEnd()
        }
    }

    @Test("A second call shortens the grace time, and all return")
    func impatience() async throws {
        try await withServer { server, service in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.begin(.request(path: "/test.Service/Later"), [])
            try client.flush()
            _ = try await service.waitForPending(1)
            server.beginShutDown(within: .seconds(3600))
            #expect(try client.read { client.peer.events.contains("goaway 2147483647 0") })
            await server.shutDown(within: .zero)
            await server.shutDown(within: .zero)
        }
    }

    @Test("Serves a client that is about to begin")
    func beginning() async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let greeting = try client.readBytes()
            server.beginShutDown(within: .seconds(30))
            let announcement = try client.readBytes()
            _ = try client.begin(.request(path: "/test.Service/Echo"), [7])
            try client.flush()
            try client.peer.receive(greeting + announcement)
            try client.readToEnd()
            #expect(client.peer.bodies[1]?.last == 7)
        }
    }

    @Test("Waits no longer for connections that have not begun than they have for it")
    func unopened() async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(100) }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            _ = try client.readBytes()
            await server.shutDown(within: .seconds(3600))
            while try !client.readBytes().isEmpty {}
        }
    }
}

extension HeaderBlock {
    static func request(path: String) -> HeaderBlock {
        HeaderBlock([
            ":method": "POST", ":scheme": "http", ":path": path, ":authority": "test",
            "content-type": "application/grpc",
        ])
    }
    static var grpcRequest: HeaderBlock { .request(path: "/test.Service/Echo") }
}

extension TestService {
    /// The detached calls, once there are so many.
    func waitForPending(_ count: Int) async throws -> [PendingReply] {
        while true {
            let pending = pending.withLock { $0 }
            if pending.count >= count { return pending }
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

extension SocketClient {
    /// The status of a call whose request was sent as raw frames; nil when the connection ended without one.
    func rawAnswer(stream: UInt32) throws -> StatusCode? {
        // A second engine reads the answer: it must believe that it sent the request.
        let reader = try HTTP2Peer(.client)
        for _ in stride(from: 1, through: stream, by: 2) {
            try reader.connection.request(on: HTTP2Stream(), headers: .request)
        }
        _ = try reader.output()
        while true {
            let bytes = try readBytes()
            if bytes.isEmpty { return nil }
            try reader.receive(bytes)
            let answer = Answer(stream: Int32(stream), peer: reader)
            if let code = answer.code { return code }
        }
    }
}
