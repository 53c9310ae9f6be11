internal import Synchronization

/// A value that is known later, or the error that takes its place. Settled once; may be used from any thread.
package final class Eventual<Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Result<Value, RPCError>, Never>

    private struct State {
        var result: Result<Value, RPCError>?
        var waiters: [UInt64: Waiter] = [:]
        var waiterCount: UInt64 = 0
    }

    private let state = Mutex(State())

    /// A value that nothing is known of.
    package init() {}

    /// What is known; nil when that is nothing.
    package var result: Result<Value, RPCError>? { state.withLock { $0.result } }

    /// Says what the value is; the first word counts.
    package func settle(_ result: Result<Value, RPCError>) {
        let waiters = state.withLock { state -> [Waiter] in
            guard state.result == nil else { return [] }
            state.result = result
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    /// The value, once it is known. Any number of tasks may wait.
    ///
    /// - Throws: The error in its place; CANCELLED when the task is cancelled while it waits.
    package func value() async throws(RPCError) -> Value {
        if let result { return try result.get() }
        let number = state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, number) }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: Self.cancelled)
        }
        return try result.get()
    }

    private func wait(_ waiter: Waiter, _ number: UInt64) {
        let known = state.withLock { state -> Result<Value, RPCError>? in
            if let result = state.result { return result }
            if Task.isCancelled { return Self.cancelled }
            state.waiters[number] = waiter
            return nil
        }
        if let known { waiter.resume(returning: known) }
    }

    private static var cancelled: Result<Value, RPCError> {
        .failure(RPCError(.cancelled, "the task that waited was cancelled"))
    }
}
