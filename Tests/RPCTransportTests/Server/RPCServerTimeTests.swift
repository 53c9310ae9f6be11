import EventLoop
import RPCCore
import Testing

@testable import RPCTransport

@Suite("A server's patience", .timeLimit(.minutes(1)))
struct RPCServerTimeTests {
    @Test("Ends a connection without calls in the orderly way")
    func idle() async throws {
        try await withServer({ $0.idleTimeout = .milliseconds(50) }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Service/Echo").code == .ok)
            try client.readToEnd()
            #expect(client.peer.events.last == "goaway 2147483647 0")
        }
    }

    @Test("Lets calls finish on a connection that is too old")
    func age() async throws {
        try await withServer({ $0.connectionAgeMax = .milliseconds(50) }) { server, service in
            let client = try SocketClient(to: server.endpoint)
            let handle = try await begin(client, service)
            #expect(try client.read { client.peer.events.contains("goaway 1 0") })
            handle.succeed(UnaryReply(MessageFrame(message: [5])))
            try client.readToEnd()
            #expect(client.peer.bodies[1]?.last == 5)
        }
    }

    @Test("Ends a connection whose calls outlast the grace of its age")
    func ageGrace() async throws {
        try await withServer({
            $0.connectionAgeMax = .milliseconds(20)
            $0.connectionAgeGrace = .milliseconds(20)
        }) { server, service in
            let client = try SocketClient(to: server.endpoint)
            let handle = try await begin(client, service)
            try client.readToEnd()
            #expect(handle.isCancelled)
        }
    }

    @Test("Gives up a client that does not answer a ping, and not one that does")
    func keepalive() async throws {
        try await withServer({
            $0.keepaliveInterval = .milliseconds(20)
            $0.keepaliveTimeout = .milliseconds(20)
        }) { server, service in
            let gone = try SocketClient(to: server.endpoint)
            let handle = try await begin(gone, service)
            while !handle.isCancelled { await Task.yield() }
        }
        try await withServer({ $0.keepaliveInterval = .milliseconds(5) }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Service/Later", more: ["grpc-timeout": "100m"]).code == .deadlineExceeded)
        }
    }

    @Test("Gives up a client that does not read")
    func stall() async throws {
        try await withServer({ $0.writeTimeout = .milliseconds(50) }) { server, service in
            let client = try SocketClient(to: server.endpoint, beginsHTTP2: false)
            let wideWindow = RawFrame(type: 4, payload: [0, 4, 0x7F, 0xFF, 0xFF, 0xFF])
            let wideConnection = RawFrame(type: 8, payload: [0x7F, 0xFF, 0, 0])
            try client.send(RawFrame.preface + wideWindow.bytes + wideConnection.bytes)
            try client.send(Self.call("/test.Service/Later", stream: 1))
            let handle = try #require(try await service.waitForPending(1).first)
            for stream in stride(from: UInt32(3), through: 41, by: 2) {
                try client.send(Self.call("/test.Service/Big", stream: stream))
            }
            while !handle.isCancelled { await Task.yield() }
        }
    }

    @Test("Sends a client away that pings too often, and says so however much it has sent", arguments: [4, 20_000])
    func pings(count: Int) async throws {
        try await withServer { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Service/Echo").code == .ok)
            let ping = RawFrame(type: 6, payload: [0, 0, 0, 0, 0, 0, 0, 0]).bytes
            try client.send((0..<count).flatMap { _ in ping })
            try client.readToEnd()
            #expect(client.peer.events.last == "goaway 1 11")
        }
    }

    @Test("Ends a call whose request stops in the middle", arguments: ["", "\0\0", "\0\0\0\0\u{9}some"])
    func stalledRequest(part: String) async throws {
        try await withServer({ $0.requestStallTimeout = .milliseconds(40) }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let answer = try Self.stall(client, .request(path: "/test.Service/Echo"), part)
            #expect(answer.code == .deadlineExceeded && answer.text == "the request stopped before it was complete")
            #expect(try client.call("/test.Service/Echo").code == .ok)
        }
    }

    @Test("Refuses what is no gRPC request although it stops in the middle")
    func stalledRefusal() async throws {
        try await withServer({ $0.requestStallTimeout = .milliseconds(40) }) { server, _ in
            let answer = try Self.stall(SocketClient(to: server.endpoint), .request, "any")
            #expect(answer.fields[":status"] == "415" && answer.message == nil)
        }
    }

    @Test("Leaves a call alone whose request is complete, however long the answer takes")
    func slowHandler() async throws {
        try await withServer({ $0.requestStallTimeout = .milliseconds(10) }) { server, service in
            let client = try SocketClient(to: server.endpoint)
            let handle = try await begin(client, service)
            #expect(
                try client.call("/test.Service/Later", more: ["grpc-timeout": "200m"]).code == .deadlineExceeded)
            #expect(!handle.isCancelled)
        }
    }

    /// Sends a part of a request, and waits for the answer.
    private static func stall(
        _ client: SocketClient, _ headers: HeaderBlock, _ part: String
    ) throws -> SocketClient.Answer {
        let stream = HTTP2Stream()
        if !part.isEmpty { client.peer.connection.send(MessageFrame(httpBody: part), on: stream) }
        try client.peer.connection.request(on: stream, headers: headers)
        try client.flush()
        _ = try client.read { client.peer.events.contains { $0.hasPrefix("1 closed") } }
        return SocketClient.Answer(stream: 1, peer: client.peer)
    }

    /// Opens a call that stays open.
    private func begin(_ client: SocketClient, _ service: TestService) async throws -> PendingReply {
        _ = try client.begin(.request(path: "/test.Service/Later"), [])
        try client.flush()
        return try #require(try await service.waitForPending(1).first)
    }

    private static func call(_ path: String, stream: UInt32) -> [UInt8] {
        RawFrame.request(stream: stream, path: path, more: ["content-type": "application/grpc"]).bytes
            + RawFrame(type: 0, flags: 1, stream: stream, payload: [0, 0, 0, 0, 0]).bytes
    }
}
