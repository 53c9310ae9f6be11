internal import RPCCore
internal import Synchronization

/// A unary call as its caller asked for it: what to send, and whom to tell. May be used from any thread.
final class ClientRequest: Sendable {
    typealias Outcome = Result<RPCClientReply, RPCError>

    let path: String
    let frame: MessageFrame
    let metadata: ReplyMetadata
    let deadline: Deadline

    private let completion = Mutex<(@Sendable (Outcome) -> Void)?>(nil)
    private let cancelled = Atomic(false)

    init(path: String, frame: MessageFrame, metadata: Metadata, deadline: Deadline) {
        self.path = path
        self.frame = frame
        self.metadata = metadata.isEmpty ? .empty : ReplyMetadata(metadata)
        self.deadline = deadline
    }

    /// Whether the caller gave up, maybe before the call began.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// The caller gives up.
    func cancel() { cancelled.store(true, ordering: .releasing) }

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
