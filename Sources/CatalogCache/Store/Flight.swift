import Synchronization

/// One load that is under way, and those waiting for it.
///
/// Any thread may wait or finish. It finishes once: later results are dropped, which is how a load that outlived its
/// deadline ends.
final class Flight<Value: Sendable>: Sendable {
    /// The newest revision known when the load began; it reads that one or a later one.
    let startedAt: Int64

    private typealias Waiting = CheckedContinuation<Result<Value, any Error>, Never>

    private struct State {
        var landed: Result<Value, any Error>?
        var waiting: [Int: Waiting] = [:]
        var nextWaiting = 0
    }
    private let state = Mutex(State())

    init(startedAt: Int64) { self.startedAt = startedAt }

    /// Hands the result to all who wait and all who will ask; later results are dropped.
    func finish(_ result: Result<Value, any Error>) {
        let waiting: [Int: Waiting] = state.withLock { state in
            guard state.landed == nil else { return [:] }
            state.landed = result
            defer { state.waiting = [:] }
            return state.waiting
        }
        waiting.values.forEach { $0.resume(returning: result) }
    }

    /// Waits for the result, or until the caller's task is cancelled: the flight goes on then.
    func result() async -> Result<Value, any Error> {
        let ticket = state.withLock { state in
            state.nextWaiting += 1
            return state.nextWaiting
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let landed: Result<Value, any Error>? = state.withLock { state in
                    if let landed = state.landed { return landed }
                    // Cancelled before this: the handler has found nobody to wake.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiting[ticket] = continuation
                    return nil
                }
                if let landed { continuation.resume(returning: landed) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?
                .resume(returning: .failure(CancellationError()))
        }
    }
}
