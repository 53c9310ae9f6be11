import CatalogMessages
import RPCCore
import Synchronization
import WireMessages

/// A streaming call without a connection: what is sent to the handler, and what it answers.
final class TestStream: Sendable {
    /// What the caller sees next.
    enum Event {
        case message([UInt8])
        case end(RPCError?)
    }

    private let replies: OutboundMessages<StreamingCall.End>
    private let requests: InboundMessages
    private let intake: Mutex<StreamIntake>
    private let call: StreamingCall
    private let task: Task<Void, Never>
    private let work: AsyncStream<Void>
    private let waiting = Mutex(FirstInFirstOut<Event>())
    /// Whether the connection sends what it gets, as it does as long as the peer reads.
    let isReading = Mutex(true)

    init(_ method: RPCMethod, unsentByteCountMax: Int = 64 << 10) throws {
        guard case .streaming(let handler) = method.handler else { throw RPCError(.internal, "no stream") }
        let (work, continuation) = AsyncStream.makeStream(of: Void.self)
        self.work = work
        let replies = OutboundMessages<StreamingCall.End>(
            unsentByteCountMax: unsentByteCountMax, budget: ByteBudget(byteCountMax: .max)
        ) { continuation.yield() }
        self.replies = replies
        let requests = InboundMessages {}
        self.requests = requests
        let assembler = MessageAssembler(messageByteCountMax: 4 << 20, allowsCompression: false)
        intake = Mutex(StreamIntake(assembler, into: requests))
        let call = StreamingCall(
            method: method, peer: "ipv4:127.0.0.1:1", metadata: Metadata(), deadline: .never,
            requests: MessageSequence { count async throws(RPCError) in try await requests.batch(countMax: count) },
            replies: replies)
        self.call = call
        task = Task { await call.run(handler) }
    }

    /// A call with one request.
    convenience init(
        _ method: RPCMethod, unsentByteCountMax: Int = 64 << 10, request: some CatalogMessage
    ) throws {
        try self.init(method, unsentByteCountMax: unsentByteCountMax)
        try send(request)
        finish()
    }

    deinit { task.cancel() }

    /// The call is given up.
    func cancel() {
        let error = RPCError(.cancelled, "the peer cancelled")
        requests.abort(error)
        replies.close(error)
        task.cancel()
    }

    /// Returns when the handler has.
    func handlerEnded() async { await task.value }

    /// How many bytes of requests the handler has not taken, as the peer's window shows.
    func send(_ request: some CatalogMessage) throws { try send(request.withMessage { $0.bytes() }) }

    func send(_ message: [UInt8]) throws {
        let length = withUnsafeBytes(of: UInt32(message.count).bigEndian) { Array($0) }
        let framed = [0] + length + message
        _ = try framed.withUnsafeBytes { bytes in try intake.withLock { try $0.receive(bytes) } }
    }

    func finish() { intake.withLock { $0.finish() } }

    /// The metadata before the first message, once it is settled.
    func metadata(_ name: String) -> String? {
        let fields = call.settledOpening(isDue: false)?.metadata.fields ?? []
        return fields.first { $0.name.elementsEqual(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// What the caller sees next.
    func next() async -> Event {
        if let event = waiting.withLock({ $0.popFirst() }) { return event }
        for await _ in work {
            let (frames, end) = replies.take()
            waiting.withLock { waiting in
                for frame in frames { for message in frame.messages { waiting.append(.message(message)) } }
                if case .failure(let error) = end { waiting.append(.end(error)) }
                if case .success = end { waiting.append(.end(nil)) }
            }
            if isReading.withLock({ $0 }) { replies.sent(frames.reduce(0) { $0 + $1.byteCount }) }
            if let event = waiting.withLock({ $0.popFirst() }) { return event }
        }
        return .end(RPCError(.unknown, "the stream went without an end"))
    }

    /// The next message.
    func next<Message: CatalogMessage>(_ type: Message.Type) async throws -> Message {
        switch await next() {
        case .message(let bytes): return try bytes.withUnsafeBytes { try Message(message: $0) }
        case .end(let error): throw error ?? RPCError(.outOfRange, "the stream has ended")
        }
    }

    /// All messages up to the end.
    func all<Message: CatalogMessage>(_ type: Message.Type) async throws -> [Message] {
        var messages: [Message] = []
        while true {
            switch await next() {
            case .message(let bytes): messages.append(try bytes.withUnsafeBytes { try Message(message: $0) })
            case .end(nil): return messages
            case .end(let error?): throw error
            }
        }
    }

    /// How the stream ends, once it does.
    func end() async -> RPCError? {
        while true {
            if case .end(let error) = await next() { return error }
        }
    }
}

extension MessageFrame {
    /// The messages in the frame, without prefixes.
    fileprivate var messages: [[UInt8]] {
        var rest = Array(bytes)[...]
        var messages: [[UInt8]] = []
        while rest.count >= Self.prefixByteCount {
            let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
            messages.append(Array(rest.dropFirst(Self.prefixByteCount).prefix(length)))
            rest = rest.dropFirst(Self.prefixByteCount + length)
        }
        return messages
    }
}
