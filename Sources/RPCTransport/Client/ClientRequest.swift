internal import RPCCore
internal import Synchronization

/// A call as its caller asked for it: what to send, and whom to tell. May be used from any thread.
final class ClientRequest: Sendable {
    /// The answer. That of a stream has an empty message: its messages have gone to the exchange.
    typealias Outcome = Result<RPCClientReply, RPCError>

    /// What is sent.
    enum Body: Sendable {
        /// The one message of a unary call.
        case message(MessageFrame)
        /// The messages of a stream, which come and go as the call goes on.
        case stream(ClientExchange)
    }

    let path: String
    let body: Body
    let options: RPCCallOptions
    /// The longest message of the answer that its method allows, in bytes.
    let replyByteCountMax: Int
    /// The options' metadata, ready to be sent.
    let metadata: ReplyMetadata

    private let completion = Mutex<(@Sendable (Outcome) -> Void)?>(nil)
    private let cancelled = Atomic(false)
    private let committed = Atomic(false)

    init(path: String, body: Body, options: RPCCallOptions, replyByteCountMax: Int = .max) {
        self.path = path
        self.body = body
        self.options = options
        self.replyByteCountMax = replyByteCountMax
        metadata = options.metadata.isEmpty ? .empty : ReplyMetadata(options.metadata)
    }

    /// When the caller gives up.
    var deadline: Deadline { options.deadline }

    /// Whether the caller gave up, maybe before the call began.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// The caller gives up.
    func cancel() { cancelled.store(true, ordering: .releasing) }

    /// Whether the answer has begun with more than its end, so that the call must not be made again (gRPC proposal A6,
    /// "When Retries are Valid").
    var isCommitted: Bool { committed.load(ordering: .acquiring) }

    /// The answer has begun.
    func commit() { committed.store(true, ordering: .releasing) }

    /// Sets whom to tell; before the call begins.
    func whenComplete(_ completion: @escaping @Sendable (Outcome) -> Void) {
        self.completion.withLock { $0 = completion }
    }

    /// Tells the outcome; the first one counts.
    func complete(_ outcome: Outcome) {
        let completion = completion.withLock { completion in
            defer { completion = nil }
            return completion
        }
        completion?(outcome)
    }
}
