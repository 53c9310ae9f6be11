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
