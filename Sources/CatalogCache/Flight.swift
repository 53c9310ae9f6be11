import Synchronization

/// One load that is under way, and those waiting for it.
///
/// Any thread may wait or finish. It finishes once: later results are dropped, which is how a load that outlived its
/// deadline ends.
final class Flight<Value: Sendable>: Sendable {
    /// The newest revision known when the load began; it reads that one or a later one.
    let startedAt: Int64

    private enum State {
        case flying([CheckedContinuation<Result<Value, any Error>, Never>])
        case landed(Result<Value, any Error>)
    }
    private let state = Mutex<State>(.flying([]))

    init(startedAt: Int64) { self.startedAt = startedAt }

    /// Hands the result to all who wait and all who will ask; true the first time only.
    @discardableResult
    func finish(_ result: Result<Value, any Error>) -> Bool {
        let waiting: [CheckedContinuation<Result<Value, any Error>, Never>]? = state.withLock { state in
            guard case .flying(let waiting) = state else { return nil }
            state = .landed(result)
            return waiting
        }
        waiting?.forEach { $0.resume(returning: result) }
        return waiting != nil
    }

    /// Waits for the result.
    func result() async -> Result<Value, any Error> {
        await withCheckedContinuation { continuation in
            let landed: Result<Value, any Error>? = state.withLock { state in
                switch state {
                case .landed(let result): return result
                case .flying(var waiting):
                    waiting.append(continuation)
                    state = .flying(waiting)
                    return nil
                }
            }
            if let landed { continuation.resume(returning: landed) }
        }
    }
}
