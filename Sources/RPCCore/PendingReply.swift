internal import Synchronization

/// The handle to a call whose answer comes later. May be used from any thread.
///
/// The first answer counts. Answering twice, or after the call was cancelled, ran out of time or lost its connection, is
/// harmless and does nothing. A handle that is dropped without an answer ends the call with INTERNAL.
public final class PendingReply: Sendable {
    /// What the call ends with.
    public typealias Outcome = Result<UnaryReply, RPCError>

    private enum State {
        case waiting(onCancel: [@Sendable () -> Void])
        case answered
        case cancelled
    }

    /// When the caller stops waiting.
    public let deadline: Deadline

    private let state = Mutex(State.waiting(onCancel: []))
    private let deliver: @Sendable (Outcome) -> Void

    /// A handle; transports make them, and tests of handlers.
    ///
    /// - Parameter deliver: Called at most once, with the answer, on the thread that gives it.
    public init(deadline: Deadline, deliver: @escaping @Sendable (Outcome) -> Void) {
        self.deadline = deadline
        self.deliver = deliver
    }

    deinit { complete(.failure(RPCError(.internal, "the service gave no answer"))) }

    /// Whether nobody waits for the answer any more.
    public var isCancelled: Bool {
        state.withLock { if case .cancelled = $0 { true } else { false } }
    }

    /// Answers the call.
    public func succeed(_ reply: UnaryReply) { complete(.success(reply)) }

    /// Ends the call with an error.
    public func fail(_ error: RPCError) { complete(.failure(error)) }

    /// Runs the action once when nobody waits for the answer any more (the peer cancelled, the deadline passed, the
    /// connection is gone), on the connection's loop, so it must be short. Runs it at once when that has happened
    /// already, and never once the call is answered.
    public func onCancel(_ action: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            switch state {
            case .waiting(let actions):
                state = .waiting(onCancel: actions + [action])
                return false
            case .answered: return false
            case .cancelled: return true
            }
        }
        if isCancelled { action() }
    }

    /// Says that nobody waits any more; transports call it, on their loop.
    public func cancel() {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard case .waiting(let actions) = state else { return [] }
            state = .cancelled
            return actions
        }
        for action in actions { action() }
    }

    private func complete(_ outcome: Outcome) {
        let isFirst = state.withLock { state in
            guard case .waiting = state else { return false }
            state = .answered
            return true
        }
        if isFirst { deliver(outcome) }
    }
}
