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

    /// No request: what a call that rests holds.
    static let none = ClientRequest(path: "", body: .message(.empty), options: RPCCallOptions())

    let path: String
    let body: Body
    let options: RPCCallOptions
    /// The longest message of the answer that its method allows, in bytes.
    let replyByteCountMax: Int
    /// The options' metadata, ready to be sent.
    let metadata: ReplyMetadata
    /// How the call goes on when this attempt, its first, fails or is slow; nil when it does not, or others decide.
    let retries: RPCRetryPolicy?

    // What the channel's loop alone looks at, from the call's beginning on.

    /// The call that carries it, while that is in progress.
    nonisolated(unsafe) var call: ClientCall?
    /// The call of several attempts that this, its first, has become part of.
    nonisolated(unsafe) private(set) var repeatedCall: RepeatedCall?
    /// Who is told the outcome; set before the call begins.
    nonisolated(unsafe) private var recipient = Recipient.none

    /// Who is told the outcome. Cases of their own for the two by far most common: a closure that a generic type holds is
    /// wrapped in another one.
    private enum Recipient {
        case none
        case task(UnsafeContinuation<Outcome, Never>)
        case attempts(RepeatedCall)
        case function(@Sendable (Outcome) -> Void)
    }

    private let cancelled = Atomic(false)
    private let committed = Atomic(false)

    init(
        path: String, body: Body, options: RPCCallOptions, replyByteCountMax: Int = .max,
        retries: RPCRetryPolicy? = nil
    ) {
        self.path = path
        self.body = body
        self.options = options
        self.replyByteCountMax = replyByteCountMax
        self.retries = retries
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
    func whenComplete(_ completion: @escaping @Sendable (Outcome) -> Void) { recipient = .function(completion) }

    /// Has a task that waits told, once; before the call begins.
    func whenComplete(resume task: UnsafeContinuation<Outcome, Never>) { recipient = .task(task) }

    /// Has the call told that this is an attempt of; before the call begins.
    func whenComplete(tell call: RepeatedCall) { recipient = .attempts(call) }
}

extension ClientRequest {
    // MARK: Called on the loop

    /// The call has begun.
    func begin(on channel: ClientChannel) { if retries != nil { channel.retryBudget.take(byteCount) } }

    /// Tells the outcome; the first one counts.
    func complete(_ outcome: Outcome, on channel: ClientChannel) {
        if case .failure = outcome { repeatCall(over: channel) }
        let recipient = recipient
        self.recipient = .none
        switch recipient {
        case .none: return
        case .task(let task):
            if retries != nil { channel.retryBudget.giveBack(byteCount) }
            if retries != nil, case .success = outcome { channel.throttle.succeeded() }
            task.resume(returning: outcome)
        case .attempts(let call): call.ended(self, outcome)
        case .function(let completion): completion(outcome)
        }
    }

    /// The answer is waited for longer than the retries' ``RPCRetryPolicy/hedgingDelay``.
    func isSlow(on channel: ClientChannel) {
        repeatCall(over: channel)
        if case .attempts(let call) = recipient { call.isSlow(self) }
    }

    /// Becomes the first attempt of a call of several, if it may. Few calls need more than one attempt, so what it takes to
    /// make several is made only now.
    private func repeatCall(over channel: ClientChannel) {
        guard case .task(let task) = recipient, let retries else { return }
        let call = RepeatedCall(continuing: self, retries, resuming: task, over: channel)
        recipient = .attempts(call)
        repeatedCall = call
    }

    /// The length of a unary call's request.
    private var byteCount: Int { if case .message(let frame) = body { frame.byteCount } else { 0 } }
}
