import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Answers that a client does not take", .timeLimit(.minutes(1)))
struct RPCServerReplyTests {
    private static let closedWindow = RawFrame(type: 4, payload: [0, 4, 0, 0, 0, 0]).bytes
    private static let openWindow =
        RawFrame(type: 4, payload: [0, 4, 0x7F, 0, 0, 0]).bytes + RawFrame(type: 8, payload: [0x7F, 0, 0, 0]).bytes
    private static let ping = RawFrame(type: 6, payload: [0, 0, 0, 0, 0, 0, 0, 0]).bytes

    @Test("Keep later calls from being begun until it takes some, and none from being answered")
    func waiting() async throws {
        try await withServer({ $0.connectionReplyByteCountMax = 1000 }) { server, service in
            let client = try SocketClient(to: server.endpoint, beginsHTTP2: false)
            try client.send(RawFrame.preface + Self.closedWindow)
            try client.send(Self.call("Big", stream: 1) + Self.call("Later", stream: 3) + Self.call("Later", stream: 5))
            try client.send(RawFrame(type: 3, stream: 3, payload: [0, 0, 0, 8]).bytes + Self.ping)
            // The acknowledgement shows that all calls have been looked at.
            while try !client.readFrames().contains(where: { $0.type == 6 }) {}
            #expect(service.pending.withLock { $0.isEmpty })
            try client.send(Self.openWindow)
            #expect(try await service.waitForPending(1).count == 1)
        }
    }

    @Test("Are dropped when too many come from calls that were begun before")
    func dropping() async throws {
        try await withServer({ $0.connectionReplyByteCountMax = 1000 }) { server, service in
            let client = try SocketClient(to: server.endpoint, beginsHTTP2: false)
            try client.send(RawFrame.preface + Self.closedWindow)
            for stream in stride(from: UInt32(1), through: 11, by: 2) {
                try client.send(Self.call("Later", stream: stream))
            }
            for handle in try await service.waitForPending(6) {
                handle.succeed(UnaryReply(MessageFrame(message: [UInt8](repeating: 7, count: 1500))))
            }
            // Three fill four times the limit; the others end with a status, which needs no window.
            var ended: Set<UInt32> = []
            while ended.count < 3 {
                for frame in try client.readFrames() where frame.type == 1 && frame.flags & 1 != 0 {
                    ended.insert(frame.stream)
                }
            }
            #expect(ended == [7, 9, 11])
        }
    }

    @Test("Leave further requests with the client, which are not refused for being many")
    func requestsWait() async throws {
        try await withServer({
            $0.connectionReplyByteCountMax = 1000
            $0.admittedRequestByteCountMax = 1_000_000
            $0.requestBufferByteCountMax = 2_000_000
        }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            client.peer.consumesPayload = false
            let big = try client.stream("/test.Service/Big", [[]])
            let window = HTTP2Configuration(role: .client).streamWindowByteCount
            #expect(try client.read { client.peer.bodies[big.id]?.count == window })
            let message = [UInt8](repeating: 1, count: 100_000)
            let echoes = try (0..<30).map { _ in try client.stream("/test.Service/Echo", [message]) }
            client.peer.consumesPayload = true
            client.peer.connection.consume(window, on: big)
            for echo in echoes { #expect(try client.end(of: echo).message == message) }
        }
    }

    private static func call(_ method: String, stream: UInt32) -> [UInt8] {
        let head = RawFrame.request(
            stream: stream, path: "/test.Service/\(method)", more: ["content-type": "application/grpc"])
        return head.bytes + RawFrame(type: 0, flags: 1, stream: stream, payload: [0, 0, 0, 0, 0]).bytes
    }
}

extension SocketClient {
    /// Reads once, where frames come whole.
    fileprivate func readFrames() throws -> [RawFrame] {
        let bytes = try readBytes()
        try #require(!bytes.isEmpty, "the server has closed the connection")
        return RawFrame.parse(bytes)
    }
}
