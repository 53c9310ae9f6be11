internal import CatalogModel
internal import Synchronization

/// Wakes who waits for a revision. May be used from any thread.
///
/// Nothing is kept for those who wait but what they know: one that comes late, because its client is slow, gets the newest
/// revision of then, and reads what lies between from the store.
final class RevisionBell: Sendable {
    private typealias Continuation = CheckedContinuation<Revision?, Never>

    private struct State {
        var newest = Revision(rawValue: 0)
        var isDraining = false
        var waiters: [UInt64: (known: Revision, continuation: Continuation)] = [:]
        var waiterCount: UInt64 = 0
    }

    private let state = Mutex(State())

    /// There is a revision.
    func ring(_ revision: Revision) {
        let woken = state.withLock { state in
            state.newest = max(state.newest, revision)
            let woken = state.waiters.filter { $0.value.known < state.newest }
            for number in woken.keys { state.waiters[number] = nil }
            return woken.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume(returning: revision) }
    }

    /// No more revisions are told.
    func drain() {
        let waiters = state.withLock { state in
            state.isDraining = true
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.continuation)
        }
        for continuation in waiters { continuation.resume(returning: nil) }
    }

    /// Whether no more revisions are told.
    var isDraining: Bool { state.withLock { $0.isDraining } }

    /// The newest revision, as soon as there is one behind a known one; nil when none will be told, and when the task is
    /// cancelled.
    func newest(after known: Revision) async -> Revision? {
        let number = state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, number, after: known) }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume(returning: nil)
        }
    }

    private func wait(_ continuation: Continuation, _ number: UInt64, after known: Revision) {
        let answer = state.withLock { state -> Revision?? in
            if state.isDraining || Task.isCancelled { return .some(nil) }
            if known < state.newest { return state.newest }
            state.waiters[number] = (known, continuation)
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }
}
