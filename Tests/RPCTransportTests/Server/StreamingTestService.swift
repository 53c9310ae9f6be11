import EventLoop
import Logging
import RPCCore
import Synchronization

@testable import RPCTransport

/// A service of asynchronous methods for tests, and what happened to its calls.
final class StreamingTestService: RPCService, Sendable {
    /// Messages that were sent, by any call.
    let sentCount = Mutex(0)
    /// Messages that were read.
    let readCount = Mutex(0)
    /// How handlers ended that were stopped from outside, as they come.
    let stops = AsyncStream<RPCError>.makeStream()
    /// Handlers that wait for a word of the test get it from here.
    let words = AsyncStream<Void>.makeStream()

    var methods: [RPCMethod] {
        [
            RPCMethod(service: Self.name, name: "Double") { (request, _: StreamingCall) in
                UnaryReply(MessageFrame(message: request.bytes + request.bytes))
            },
            RPCMethod(service: Self.name, name: "Count", serverStreaming: count),
            RPCMethod(service: Self.name, name: "Flood", serverStreaming: flood),
            RPCMethod(service: Self.name, name: "Collect", clientStreaming: collect),
            RPCMethod(service: Self.name, name: "Chat", bidirectional: chat),
            RPCMethod(service: Self.name, name: "Alternate", bidirectional: alternate),
            RPCMethod(service: Self.name, name: "Squeeze") { request, call throws(RPCError) in
                var metadata = Metadata()
                try metadata.append("\(call.isRequestCompressed)", for: "x-compressed")
                let frame = MessageFrame(message: request)
                return .reply(UnaryReply(frame, metadata: ReplyMetadata(metadata), isCompressible: true))
            },
            RPCMethod(service: Self.name, name: "Idle", bidirectional: idle),
            RPCMethod(service: Self.name, name: "Fail", bidirectional: fail),
            RPCMethod(service: Self.name, name: "Decline", bidirectional: decline),
            RPCMethod(service: Self.name, name: "Listen", bidirectional: listen),
            RPCMethod(service: Self.name, name: "Enough", bidirectional: enough),
        ]
    }

    /// Each message back, the second of each pair compressed.
    private func alternate(_ call: StreamingCall) async throws {
        call.allowCompression()
        var isSecond = false
        for try await message in call.requests {
            try await call.send(MessageFrame(message: message.bytes), compressed: isSecond)
            isSecond.toggle()
        }
    }

    static let name = "test.Streams"

    /// As many messages as the request has bytes, each its number, between metadata and trailers.
    private func count(_ request: ReceivedMessage, _ call: StreamingCall) async throws {
        var metadata = Metadata()
        try metadata.append(call.metadata.text(for: "x-text") ?? "none", for: "x-text")
        call.setMetadata(ReplyMetadata(metadata))
        for number in 0..<request.bytes.count { try await call.send(MessageFrame(message: [UInt8(number & 0xFF)])) }
        call.setTrailers(ReplyMetadata(metadata))
    }

    /// Messages of 100,000 bytes, without end.
    private func flood(_ request: ReceivedMessage, _ call: StreamingCall) async throws {
        let frame = MessageFrame(message: [UInt8](repeating: 7, count: 100_000))
        try await noting {
            while true {
                try await call.send(frame)
                sentCount.withLock { $0 += 1 }
            }
        }
    }

    /// The number of messages and of their bytes, as text.
    private func collect(_ call: StreamingCall) async throws -> UnaryReply {
        var (count, byteCount) = (0, 0)
        for try await message in call.requests {
            count += 1
            byteCount += message.bytes.count
        }
        return UnaryReply(MessageFrame(message: "\(count) \(byteCount)".utf8))
    }

    /// Each message back.
    private func chat(_ call: StreamingCall) async throws {
        for try await message in call.requests { try await call.send(MessageFrame(message: message.bytes)) }
    }

    /// Nothing but metadata until somebody stops it.
    private func idle(_ call: StreamingCall) async throws {
        call.sendMetadata()
        try await noting { while try await call.requests.makeAsyncIterator().next() != nil {} }
    }

    /// One message for each that comes, and an error in the end.
    private func fail(_ call: StreamingCall) async throws {
        try await chat(call)
        throw RPCError(.notFound, "no such thing: ☺", details: [8, 5])
    }

    /// An error behind metadata, and no message.
    private func decline(_ call: StreamingCall) async throws {
        var metadata = Metadata()
        try metadata.append("before", for: "x-text")
        call.setMetadata(ReplyMetadata(metadata))
        throw RPCError(.aborted, "not today")
    }

    /// Reads one message for each word of the test.
    private func listen(_ call: StreamingCall) async throws {
        let messages = call.requests.makeAsyncIterator()
        for await _ in words.stream {
            guard try await messages.next() != nil else { return }
            readCount.withLock { $0 += 1 }
        }
    }

    /// Ends after one message, though more may come: well, or with an error when the message has bytes.
    private func enough(_ call: StreamingCall) async throws {
        let first = try await call.requests.makeAsyncIterator().next()
        guard first?.bytes.isEmpty == true else { throw RPCError(.aborted, "enough") }
    }

    /// Notes the error that ends the body.
    private func noting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as RPCError {
            stops.continuation.yield(error)
            throw error
        }
    }
}

/// Runs the body, which may block, with a server of that service in plaintext.
func withStreams(
    _ adjust: (inout RPCServerConfiguration) -> Void = { _ in },
    _ body: (RPCServer, StreamingTestService) async throws -> Void
) async throws {
    var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2)
    adjust(&configuration)
    let service = StreamingTestService()
    let server = try RPCServer.start(
        configuration, services: [service], tlsContext: nil, logger: Logger(label: "test"))
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
