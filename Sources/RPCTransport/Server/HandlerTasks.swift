internal import RPCCore
internal import Synchronization

/// Counts the tasks of asynchronous handlers, on all loops of a server. May be used from any thread.
///
/// A task is counted until its handler has returned, also when its call has ended before: handlers that do not heed
/// being cancelled are not to pile up behind the back of the limit on calls.
final class HandlerTasks: Sendable {
    private let waiting = Atomic(0)
    private let all = Atomic(0)

    /// Tasks that have not begun to run, because all threads are busy.
    var waitingCount: Int { waiting.load(ordering: .relaxed) }
    /// Tasks that have not ended.
    var count: Int { all.load(ordering: .relaxed) }

    /// Starts a task that serves a call. It is counted no more when the end of the call is sent, so that a caller who has
    /// heard of it may begin another.
    func start(_ handler: @escaping StreamHandler, for call: StreamingCall) -> Task<Void, Never> {
        waiting.wrappingAdd(1, ordering: .relaxed)
        all.wrappingAdd(1, ordering: .relaxed)
        return Task {
            waiting.wrappingSubtract(1, ordering: .relaxed)
            await call.run { call in
                defer { all.wrappingSubtract(1, ordering: .relaxed) }
                try await handler(call)
            }
        }
    }
}
