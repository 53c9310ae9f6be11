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
    /// How long the answer is waited for before ``RepeatedCall/isSlow(_:)`` is told; nil for always.
    let patience: Duration?

    /// The call that carries it, while that is in progress. Belongs to the channel's loop, which alone looks at it.
    nonisolated(unsafe) var call: ClientCall?

    /// Who is told the outcome. Cases of their own for the two by far most common: a closure that a generic type holds is
    /// wrapped in another one.
    private enum Recipient {
        case none
        case task(UnsafeContinuation<Outcome, Never>)
        case attempts(RepeatedCall)
        case function(@Sendable (Outcome) -> Void)
    }

    private let recipient = Mutex(Recipient.none)
    private let cancelled = Atomic(false)
    private let committed = Atomic(false)

    init(
        path: String, body: Body, options: RPCCallOptions, replyByteCountMax: Int = .max, patience: Duration? = nil
    ) {
        self.path = path
        self.body = body
        self.options = options
        self.replyByteCountMax = replyByteCountMax
        self.patience = patience
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
        recipient.withLock { $0 = .function(completion) }
    }

    /// Has a task that waits told, once; before the call begins.
    func whenComplete(resume task: UnsafeContinuation<Outcome, Never>) { recipient.withLock { $0 = .task(task) } }

    /// Has the call told that this is an attempt of; before the call begins.
    func whenComplete(tell call: RepeatedCall) { recipient.withLock { $0 = .attempts(call) } }

    /// Tells the outcome; the first one counts.
    func complete(_ outcome: Outcome) {
        let recipient = recipient.withLock { recipient in
            defer { recipient = .none }
            return recipient
        }
        switch recipient {
        case .none: return
        case .task(let task): task.resume(returning: outcome)
        case .attempts(let call): call.ended(self, outcome)
        case .function(let completion): completion(outcome)
        }
    }

    /// Tells a call of several attempts that this one is slow to be answered.
    func tellSlow() {
        let recipient = recipient.withLock { $0 }
        if case .attempts(let call) = recipient { call.isSlow(self) }
    }
}
