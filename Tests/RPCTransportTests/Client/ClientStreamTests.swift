import EventLoop
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Streaming calls of the client", .timeLimit(.minutes(2)))
struct ClientStreamTests {
    @Test("One request brings many replies, between metadata and trailers")
    func serverStreaming() async throws {
        try await withClientStreams { client, _ in
            var metadata = Metadata()
            try metadata.append("hello", for: "x-text")
            let options = RPCCallOptions(metadata: metadata)
            try await client.withStream(path: "/test.Streams/Count", options: options) { stream in
                try await stream.send(MessageFrame(message: [9, 9, 9]))
                stream.finishSending()
                #expect(try await stream.metadata.text(for: "x-text") == "hello")
                #expect(try await stream.readAll() == [[0], [1], [2]])
                #expect(try await stream.trailers.text(for: "x-text") == "hello")
            }
        }
    }

    @Test("Many requests bring one reply", arguments: [0, 1, 1000])
    func clientStreaming(count: Int) async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Collect") { stream in
                for _ in 0..<count { try await stream.send(MessageFrame(message: [1, 2, 3])) }
                let reply = try await stream.reply()
                #expect(reply.message == Array("\(count) \(count * 3)".utf8))
            }
        }
    }

    @Test("Messages go back and forth one by one, until this side ends")
    func bidirectional() async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Chat") { stream in
                let replies = stream.replies.makeAsyncIterator()
                for number in UInt8(0)..<100 {
                    try await stream.send(MessageFrame(message: [number]))
                    #expect(try await replies.next()?.bytes == [number])
                }
                stream.finishSending()
                #expect(try await replies.next() == nil)
                #expect(try await stream.trailers.isEmpty)
            }
        }
    }

    @Test("A status comes behind the replies before it, with its details, and from then on everywhere")
    func failure() async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Fail") { stream in
                try await stream.send(MessageFrame(message: [1]))
                stream.finishSending()
                let status = await error { _ = try await stream.trailers }
                #expect(status?.code == .notFound)
                #expect(status?.message == "no such thing: ☺")
                #expect(status?.details == [8, 5])
                #expect(status?.origin == .peer)
                // Metadata and reply came before, and are not lost.
                #expect(try await stream.metadata.isEmpty)
                let replies = stream.replies.makeAsyncIterator()
                #expect(try await replies.next()?.bytes == [1])
                #expect(await error { _ = try await replies.next() }?.code == .notFound)
                #expect(await error { try await stream.send(.empty) }?.code == .notFound)
            }
        }
    }

    @Test("A method that is not there is told by everything that waits")
    func unimplemented() async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Missing") { stream in
                #expect(await error { _ = try await stream.metadata }?.code == .unimplemented)
                #expect(await error { _ = try await stream.reply() }?.code == .unimplemented)
            }
        }
    }

    @Test("A method that is to give one reply and gives none, or two, is refused", arguments: [0, 2])
    func cardinality(count: Int) async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Count") { stream in
                try await stream.send(MessageFrame(message: [UInt8](repeating: 0, count: count)))
                #expect(await error { _ = try await stream.reply() }?.code == .unimplemented)
            }
        }
    }

    enum Parting: CaseIterable { case leavesScope, throwsError, cancelsTask, cancelsStream, letsGo }

    @Test("Giving up a stream stops the server's handler, however it is done", arguments: Parting.allCases)
    func cancellation(parting: Parting) async throws {
        try await withClientStreams { client, service in
            switch parting {
            case .leavesScope:
                try await client.withStream(path: "/test.Streams/Idle") { _ = try await $0.metadata }
            case .throwsError:
                await #expect(throws: CancellationError.self) {
                    try await client.withStream(path: "/test.Streams/Idle") {
                        _ = try await $0.metadata
                        throw CancellationError()
                    }
                }
            case .cancelsTask: try await cancelTask(of: client)
            case .cancelsStream:
                let stream = client.stream(path: "/test.Streams/Idle")
                _ = try await stream.metadata
                stream.cancel()
                #expect(await error { _ = try await stream.replies.makeAsyncIterator().next() }?.code == .cancelled)
            case .letsGo: _ = try await client.stream(path: "/test.Streams/Idle").metadata
            }
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
            try await client.expectDouble()
        }
    }

    private func cancelTask(of client: RPCClient) async throws {
        let hasBegun = AsyncStream<Void>.makeStream()
        let task = Task {
            await error {
                try await client.withStream(path: "/test.Streams/Idle") { stream in
                    _ = try await stream.metadata
                    hasBegun.continuation.yield()
                    _ = try await stream.readAll()
                }
            }
        }
        for await _ in hasBegun.stream { break }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test("A deadline ends the call on both sides, and what waits")
    func deadline() async throws {
        let fixture = try ClientFixture()
        try await withClientStreams(fixture) { _, service, server in
            let clock = ManualClock()
            let loops = try EventLoopGroup(label: "test", count: 1, clock: clock.clock)
            let client = try RPCClient(fixture.configuration(server.endpoint), loops: loops)
            let deadline = Deadline(nanosecondsLeft: Duration.seconds(60).nanoseconds, now: clock.clock.now())
            try await client.withStream(
                path: "/test.Streams/Idle", options: RPCCallOptions(deadline: deadline)
            ) { stream in
                _ = try await stream.metadata
                clock.advance(by: .seconds(60))
                loops.loops[0].execute {}
                #expect(await error { _ = try await stream.readAll() }?.code == .deadlineExceeded)
                #expect(await error { try await stream.send(.empty) }?.code == .deadlineExceeded)
            }
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
            await client.close()
        }
    }

    @Test("A server that has enough ends the call, well or not, while this side still sends", arguments: [true, false])
    func earlyEnd(endsWell: Bool) async throws {
        try await withClientStreams { client, _ in
            try await client.withStream(path: "/test.Streams/Enough") { stream in
                let frame = MessageFrame(message: endsWell ? [] : [1])
                let sending = await error { while try await stream.send(frame) {} }
                #expect(sending?.code == (endsWell ? nil : .aborted))
                let ending = await error { _ = try await stream.trailers }
                #expect(ending?.code == (endsWell ? nil : .aborted))
            }
            try await client.expectDouble()
        }
    }

    @Test("gzip goes both ways, for the messages that ask for it")
    func compression() async throws {
        try await withClientStreams { client, _ in
            let message = [UInt8](repeating: 7, count: 10_000)
            let frame = MessageFrame(message: message)
            let options = RPCCallOptions(allowsCompression: true)
            let reply = try await client.unary(path: "/test.Streams/Squeeze", request: frame, options: options)
            #expect(reply.metadata.text(for: "x-compressed") == "true")
            #expect(reply.message == message)
            let plain = try await client.unary(path: "/test.Streams/Squeeze", request: frame)
            #expect(plain.metadata.text(for: "x-compressed") == "false")
            try await client.withStream(path: "/test.Streams/Alternate", options: options) { stream in
                for number in 0..<4 { try await stream.send(frame, compressed: number < 2) }
                stream.finishSending()
                let replies = stream.replies.makeAsyncIterator()
                for number in 0..<4 {
                    let expected = ReceivedMessage(bytes: message, wasCompressed: number % 2 == 1)
                    #expect(try await replies.next() == expected)
                }
            }
        }
    }

    @Test("A reply that inflates beyond the limit ends its call, on both sides")
    func bomb() async throws {
        try await withClientStreams({ $0.replyByteCountMax = 20_000 }) { client, _ in
            try await client.withStream(path: "/test.Streams/Alternate") { stream in
                let replies = stream.replies.makeAsyncIterator()
                try await stream.send(.empty)
                _ = try await replies.next()
                try await stream.send(MessageFrame(message: [UInt8](repeating: 0, count: 20_001)))
                #expect(await error { _ = try await replies.next() }?.code == .resourceExhausted)
                #expect(await error { _ = try await stream.trailers }?.code == .cancelled)
            }
            try await client.expectDouble()
        }
    }

    @Test("Closing the client ends its streams")
    func closing() async throws {
        try await withClientStreams { client, service in
            let stream = client.stream(path: "/test.Streams/Idle")
            _ = try await stream.metadata
            await client.close()
            #expect(await error { _ = try await stream.trailers }?.message == "the client was closed")
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
        }
    }

    @Test("A server that drains lets the streams finish that it has")
    func draining() async throws {
        try await withClientStreams(ClientFixture()) { client, _, server in
            try await client.withStream(path: "/test.Streams/Chat") { stream in
                let replies = stream.replies.makeAsyncIterator()
                try await stream.send(MessageFrame(message: [1]))
                #expect(try await replies.next()?.bytes == [1])
                async let drain: Void = server.shutDown(within: .seconds(60))
                for number in UInt8(0)..<20 {
                    try await stream.send(MessageFrame(message: [number]))
                    #expect(try await replies.next()?.bytes == [number])
                }
                stream.finishSending()
                #expect(try await replies.next() == nil)
                await drain
            }
        }
    }
}

extension RPCClient {
    /// Makes a call to see that the connection is well.
    func expectDouble() async throws {
        let reply = try await unary(path: "/test.Streams/Double", request: MessageFrame(message: [1, 2]))
        #expect(reply.message == [1, 2, 1, 2])
    }
}

extension ClientStream {
    /// All replies to the end.
    func readAll() async throws(RPCError) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        let replies = replies.makeAsyncIterator()
        while let reply = try await replies.next() { messages.append(reply.bytes) }
        return messages
    }
}

/// The error that the body throws, if any.
func error(_ body: () async throws -> Void) async -> RPCError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? RPCError ?? RPCError(.unknown, "\(error)")
    }
}

/// Runs the body with a server of streams over TLS and a client of it, and ends both.
func withClientStreams(
    _ adjust: (inout RPCClientConfiguration) -> Void = { _ in },
    _ body: (RPCClient, StreamingTestService) async throws -> Void
) async throws {
    try await withClientStreams(ClientFixture(), adjust) { client, service, _ in try await body(client, service) }
}

func withClientStreams(
    _ fixture: ClientFixture, _ adjust: (inout RPCClientConfiguration) -> Void = { _ in },
    _ body: (RPCClient, StreamingTestService, RPCServer) async throws -> Void
) async throws {
    let service = StreamingTestService()
    let server = try RPCServer.start(
        RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2), services: [service],
        tls: fixture.serverContext, logger: Logger(label: "test"))
    let client = try fixture.client(server.endpoint, adjust)
    let failure: (any Error)?
    do {
        try await body(client, service, server)
        failure = nil
    } catch {
        failure = error
    }
    await client.close()
    await server.shutDown(within: .zero)
    if let failure { throw failure }
}
