internal import Synchronization

/// Keeps answers from leaving until something they depend on is done, such as a disk's word that it has what was written.
/// Released once, by whoever made it; may be used from any thread.
public final class AnswerHold: Sendable {
    private enum State {
        case holding([@Sendable (Bool) -> Void])
        case released(mayLeave: Bool)
    }

    private let state = Mutex(State.holding([]))

    /// A hold that is not released.
    public init() {}

    /// Lets the answers leave, or says that they never may. The first word counts.
    public func release(mayLeave: Bool) {
        let actions = state.withLock { state -> [@Sendable (Bool) -> Void] in
            guard case .holding(let actions) = state else { return [] }
            state = .released(mayLeave: mayLeave)
            return actions
        }
        for action in actions { action(mayLeave) }
    }

    /// Calls the action once with the verdict, on the thread that releases; at once when that has happened.
    package func whenReleased(_ action: @escaping @Sendable (Bool) -> Void) {
        let verdict = state.withLock { state -> Bool? in
            switch state {
            case .released(let mayLeave): return mayLeave
            case .holding(let actions):
                state = .holding(actions + [action])
                return nil
            }
        }
        if let verdict { action(verdict) }
    }

    /// Whether the verdict is still to come.
    package var isHolding: Bool {
        state.withLock { if case .holding = $0 { true } else { false } }
    }
}
