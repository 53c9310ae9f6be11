import EventLoop
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Back-pressure of the client's streams", .timeLimit(.minutes(5)))
struct ClientStreamFlowTests {
    @Test("A caller that does not read stops the server's handler, and other calls pass")
    func slowReader() async throws {
        try await withClientStreams { client, service in
            try await client.withStream(path: "/test.Streams/Flood") { stream in
                try await stream.send(.empty)
                stream.finishSending()
                let window = HTTP2Configuration(role: .client).streamWindowByteCount
                try await wait { service.sentCount.withLock { $0 } >= window / 100_005 }
                // What other calls show: the flood stands still although its handler would go on.
                for _ in 0..<10 { try await client.expectDouble() }
                let standing = service.sentCount.withLock { $0 }
                #expect(standing <= (window + 256 * 1024) / 100_005 + 1)
                let replies = stream.replies.makeAsyncIterator()
                for _ in 0..<20 { #expect(try await replies.next()?.bytes.count == 100_000) }
                try await wait { service.sentCount.withLock { $0 } >= 20 }
            }
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
        }
    }

    @Test("Streams that nobody reads keep no more than their bound, and unary calls pass beside them")
    func unreadStreams() async throws {
        try await withClientStreams { client, service in
            let streams = (0..<20).map { _ in client.stream(path: "/test.Streams/Flood") }
            for stream in streams {
                try await stream.send(.empty)
                stream.finishSending()
            }
            let window = HTTP2Configuration(role: .client).streamWindowByteCount
            try await wait { service.sentCount.withLock { $0 } >= streams.count * (window / 100_005) }
            // 20 windows of 256 KiB are more than the connection's 1 MiB: that one does not wait for readers.
            for _ in 0..<10 { try await client.expectDouble() }
            withExtendedLifetime(streams) {}
        }
    }

    @Test("A server that does not read makes the sender wait, within a bound")
    func slowServer() async throws {
        try await withClientStreams { client, service in
            let sent = Counter()
            try await client.withStream(path: "/test.Streams/Listen") { stream in
                async let sending: Void = {
                    for _ in 0..<60 {
                        try await stream.send(MessageFrame(message: [UInt8](repeating: 1, count: 50_000)))
                        sent.add()
                    }
                    stream.finishSending()
                }()
                let window = HTTP2Configuration(role: .server).streamWindowByteCount
                try await wait { sent.count >= window / 50_005 }
                for _ in 0..<10 { try await client.expectDouble() }
                #expect(sent.count <= (window + 256 * 1024) / 50_005 + 2)
                for _ in 0...60 { service.words.continuation.yield() }
                try await sending
                #expect(try await stream.readAll().isEmpty)
            }
            #expect(service.readCount.withLock { $0 } == 60)
        }
    }

    @Test("A sender that waits is let go by cancellation, and by the end of its call", arguments: [true, false])
    func waitingSender(cancelsTask: Bool) async throws {
        try await withClientStreams { client, _ in
            let stream = client.stream(path: "/test.Streams/Listen")
            let sent = Counter()
            let task = Task {
                await error {
                    while try await stream.send(MessageFrame(message: [UInt8](repeating: 1, count: 50_000))) {
                        sent.add()
                    }
                }
            }
            try await wait { sent.count >= 6 }
            if cancelsTask { task.cancel() } else { stream.cancel() }
            #expect(await task.value?.code == .cancelled)
        }
    }

    @Test("64 MB go each way, and no more than a few messages are ever under way")
    func bulk() async throws {
        try await withClientStreams { client, _ in
            let frame = MessageFrame(message: [UInt8](repeating: 5, count: 1_000_000))
            let count = 64
            let read = Counter()
            try await client.withStream(path: "/test.Streams/Chat") { stream in
                async let most: Int = {
                    var most = 0
                    for number in 1...count {
                        try await stream.send(frame)
                        most = max(most, number - read.count)
                    }
                    stream.finishSending()
                    return most
                }()
                for try await reply in stream.replies {
                    #expect(reply.bytes.count == 1_000_000)
                    read.add()
                }
                // Waiting to be sent, on its way, and in the hands of the one who reads: on both sides, both ways.
                #expect(try await most <= 10)
            }
            #expect(read.count == count)
        }
    }

    @Test("Many tiny messages go each way")
    func tinyMessages() async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Chat") { stream in
                async let sending: Void = {
                    for _ in 0..<20_000 { try await stream.send(MessageFrame(message: [1])) }
                    stream.finishSending()
                }()
                #expect(try await stream.readAll().count == 20_000)
                try await sending
            }
        }
    }

    @Test("Large unary calls share a connection by the thousand", arguments: ["Double", "Squeeze"])
    func largeUnaryCalls(method: String) async throws {
        try await withClientStreams { client, _ in
            let frame = MessageFrame(message: [UInt8](repeating: 3, count: 271_828))
            let expected = method == "Double" ? 2 * 271_828 : 271_828
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        try await client.unary(path: "/test.Streams/\(method)", request: frame).message.count
                    }
                }
                for try await byteCount in group { #expect(byteCount == expected) }
            }
        }
    }

    @Test("A thousand streams are open at once, and end one by one")
    func manyStreams() async throws {
        try await withClientStreams { client, _ in
            let streams = (0..<1000).map { _ in client.stream(path: "/test.Streams/Chat") }
            for (number, stream) in streams.enumerated() {
                try await stream.send(MessageFrame(message: "\(number)".utf8))
            }
            for (number, stream) in streams.enumerated() {
                stream.finishSending()
                #expect(try await stream.readAll() == [Array("\(number)".utf8)])
            }
        }
    }
}

/// A number that several tasks count up.
private final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add() { value.add(1, ordering: .relaxed) }
}
