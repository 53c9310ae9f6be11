import Compression
import EventLoop
import Logging
import RPCCore
import Testing

@testable import RPCTransport

@Suite("Compression on the server", .timeLimit(.minutes(1)))
struct RPCServerCompressionTests {
    private static let message = [UInt8](repeating: 65, count: 5000)

    @Test(
        "Compresses for callers that understand gzip, and for no others",
        arguments: [
            ("gzip", true), ("identity, deflate, gzip", true), ("identity", false), ("gzipped,x-gzip", false),
            ("", false),
        ])
    func accepted(encodings: String, isCompressed: Bool) async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            for method in ["Squeeze", "Alternate"] {
                let stream = try client.open("/test.Streams/\(method)", ["grpc-accept-encoding": encodings])
                client.peer.connection.send(MessageFrame(message: Self.message), on: stream)
                if method == "Alternate" {
                    client.peer.connection.send(MessageFrame(message: Self.message), on: stream)
                }
                client.peer.connection.finish(stream)
                let answer = try client.end(of: stream)
                #expect(answer.code == .ok)
                #expect(answer.fields["grpc-encoding"] == (isCompressed ? "gzip" : nil))
                let body = try #require(client.peer.bodies[stream.id]).dropFirst(method == "Squeeze" ? 0 : 5005)
                #expect(body.first == (isCompressed ? 1 : 0))
                let payload = Array(body.dropFirst(5))
                #expect(try (isCompressed ? Self.inflate(payload) : payload) == Self.message)
            }
        }
    }

    @Test("Reads compressed requests and tells handlers so", arguments: ["Squeeze", "Chat"])
    func request(method: String) async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let stream = try client.open("/test.Streams/\(method)", ["grpc-encoding": "gzip"])
            client.peer.connection.send(try Self.compressed(Self.message), on: stream)
            client.peer.connection.finish(stream)
            let answer = try client.end(of: stream)
            #expect(answer.message == Self.message)
            #expect(answer.fields["x-compressed"] == (method == "Squeeze" ? "true" : nil))
        }
    }

    @Test("Inflates no more than a message may have", arguments: ["Squeeze", "Chat"])
    func bomb(method: String) async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let stream = try client.open("/test.Streams/\(method)", ["grpc-encoding": "gzip"])
            let frame = try Self.compressed([UInt8](repeating: 0, count: 5_000_000))
            client.peer.connection.send(frame, on: stream)
            client.peer.connection.finish(stream)
            #expect(try client.end(of: stream).code == .resourceExhausted)
        }
    }

    @Test(
        "Refuses compressed messages that name no encoding, and those that are not what they name",
        arguments: ["Squeeze", "Chat"], ["identity", "gzip"])
    func refused(method: String, encoding: String) async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let stream = try client.open("/test.Streams/\(method)", ["grpc-encoding": encoding])
            let frame = MessageFrame(messageByteCount: 3, isCompressed: true) { $0.copyBytes(from: [1, 2, 3]) }
            client.peer.connection.send(frame, on: stream)
            client.peer.connection.finish(stream)
            #expect(try client.end(of: stream).code == .internal)
        }
    }

    @Test("Inflates streamed messages only while handlers do not hold too many, and counts them no longer than that")
    func heldMessages() throws {
        let budget = ByteBudget(byteCountMax: 6000)
        let frame = try Self.compressed(Self.message)
        let message = ReceivedMessage(bytes: frame.withMessage { Array($0) }, wasCompressed: true)
        func inflate() throws(RPCError) -> ReceivedMessage {
            try MessageCompression.inflate(message, byteCountMax: 100_000, countedIn: budget)
        }
        for _ in 0..<10 { #expect(try inflate().bytes == Self.message) }
        var held = [try inflate(), try inflate()]
        let error = #expect(throws: RPCError.self) { try inflate() }
        #expect(error?.code == .resourceExhausted)
        held.removeLast()
        #expect(try inflate() == held[0])
        let plain = ReceivedMessage(bytes: [1])
        #expect(try MessageCompression.inflate(plain, byteCountMax: 100_000, countedIn: budget) == plain)
    }

    private static func compressed(_ message: [UInt8]) throws -> MessageFrame {
        let bytes = try message.withUnsafeBytes { try Gzip.compress($0) }
        return MessageFrame(messageByteCount: bytes.count, isCompressed: true) { $0.copyBytes(from: bytes) }
    }

    private static func inflate(_ bytes: [UInt8]) throws -> [UInt8] {
        try bytes.withUnsafeBytes { try Gzip.inflate($0, byteCountMax: 100_000) }
    }
}
