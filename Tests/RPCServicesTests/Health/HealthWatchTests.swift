import RPCCore
import RPCServices
import Synchronization
import Testing
import WireMessages

@Suite("Health watch", .timeLimit(.minutes(1)))
struct HealthWatchTests {
    private let registry = HealthRegistry(services: ["a.B"])

    @Test("Sends the status at once, and each change")
    func changes() async throws {
        let watch = try Watch(of: "a.B", registry)
        #expect(await watch.next() == .status(.notServing))
        registry.setAll(.serving)
        #expect(await watch.next() == .status(.serving))
        registry.set(.serving, for: "a.B")
        registry.set(.notServing, for: "a.B")
        #expect(await watch.next() == .status(.notServing))
    }

    @Test("Stays open for a service that is not known, until it is")
    func unknownService() async throws {
        let watch = try Watch(of: "x.Y", registry)
        #expect(await watch.next() == .status(.serviceUnknown))
        registry.set(.serving, for: "x.Y")
        #expect(await watch.next() == .status(.serving))
    }

    @Test("Ends when the server drains, after NOT_SERVING", arguments: ["a.B", "", "x.Y"])
    func drain(service: String) async throws {
        registry.setAll(.serving)
        let watch = try Watch(of: service, registry)
        #expect(await watch.next() == .status(service == "x.Y" ? .serviceUnknown : .serving))
        registry.drain()
        if service != "x.Y" { #expect(await watch.next() == .status(.notServing)) }
        #expect(await watch.next() == .end(.unavailable))
    }

    @Test("Ends when the caller goes, and is forgotten")
    func cancellation() async throws {
        let watch = try Watch(of: "", registry)
        #expect(await watch.next() == .status(.notServing))
        while registry.waiterCount == 0 { await Task.yield() }
        watch.cancel()
        #expect(await watch.next() == .end(.cancelled))
        #expect(registry.waiterCount == 0)
    }

    @Test("Refuses a request that is no message")
    func malformed() async throws {
        let watch = try Watch(request: [0x0A], registry)
        #expect(await watch.next() == .end(.invalidArgument))
    }

    @Test("Keeps one status for a caller that does not read")
    func slowCaller() async throws {
        let watch = try Watch(of: "", registry, unsentByteCountMax: 1)
        #expect(await watch.next() == .status(.notServing))
        // The first status is not taken by the connection, so the next one waits, and those in between are not sent.
        for _ in 0..<1000 {
            registry.setAll(.serving)
            registry.setAll(.notServing)
        }
        registry.setAll(.serving)
        watch.connectionTook(MessageFrame.prefixByteCount + 2)
        // Whichever one it waited to send with, the newest comes, and at most one before it.
        var last = await watch.next()
        watch.connectionTook(MessageFrame.prefixByteCount + 2)
        if last == .status(.notServing) { last = await watch.next() }
        #expect(last == .status(.serving))
        #expect(registry.waiterCount <= 1)
    }
}

/// A Watch without a connection.
private final class Watch: Sendable {
    enum Event: Equatable {
        case status(ServingStatus)
        case end(StatusCode)
    }

    private let replies: OutboundMessages<StreamingCall.End>
    private let task: Task<Void, Never>
    private let work: AsyncStream<Void>
    private let waiting = Mutex(FirstInFirstOut<Event>())

    convenience init(of service: String, _ registry: HealthRegistry, unsentByteCountMax: Int = 1024) throws {
        try self.init(
            request: HealthMessages.checkRequest(service: service), registry, unsentByteCountMax: unsentByteCountMax)
    }

    init(request: [UInt8], _ registry: HealthRegistry, unsentByteCountMax: Int = 1024) throws {
        let method = try #require(HealthService(registry: registry).methods.first { $0.name == "Watch" })
        guard case .streaming(let handler) = method.handler else { throw RPCError(.internal, "Watch does not stream") }
        let (work, continuation) = AsyncStream.makeStream(of: Void.self)
        self.work = work
        let replies = OutboundMessages<StreamingCall.End>(
            unsentByteCountMax: unsentByteCountMax, budget: ByteBudget(byteCountMax: .max)
        ) { continuation.yield() }
        self.replies = replies
        let messages = Mutex(FirstInFirstOut<ReceivedMessage>())
        messages.withLock { $0.append(ReceivedMessage(bytes: request)) }
        let requests = MessageSequence { () async throws(RPCError) -> ReceivedMessage? in
            messages.withLock { $0.popFirst() }
        }
        let call = StreamingCall(
            method: method, peer: "ipv4:127.0.0.1:1", metadata: Metadata(), deadline: .never, requests: requests,
            replies: replies)
        task = Task { await call.run(handler) }
    }

    deinit { task.cancel() }

    func cancel() { task.cancel() }

    /// The connection has sent so many bytes.
    func connectionTook(_ byteCount: Int) { replies.sent(byteCount) }

    /// What the caller would see next.
    func next() async -> Event {
        if let event = waiting.withLock({ $0.popFirst() }) { return event }
        for await _ in work {
            let (frames, end) = replies.take()
            waiting.withLock { waiting in
                for frame in frames { waiting.append(Self.event(frame)) }
                if case .failure(let error) = end { waiting.append(.end(error.code)) }
                if case .success = end { waiting.append(.end(.ok)) }
            }
            if let event = waiting.withLock({ $0.popFirst() }) { return event }
        }
        return .end(.unknown)
    }

    private static func event(_ frame: MessageFrame) -> Event {
        let status = try? frame.withMessage { try HealthMessages.status(fromCheckReply: $0) }
        return .status(status ?? .unknown)
    }
}
