internal import CatalogModel
internal import Dispatch
internal import GRDB
internal import Synchronization

/// Tells observers of new revisions, whoever committed them.
///
/// A read connection of its own asks `PRAGMA data_version` (sqlite.org/pragma.html) at each tick: it changes when any
/// other connection, in this process or another, has committed. The store's own writer does not wait for the tick but
/// calls ``catchUp()``. Both end in the same step on the same serial queue, so observers hear every change once and in
/// order. Nothing ticks while nobody observes.
///
/// Owner of the observers and of what they have been told: one lock, never held while calling out.
final class RevisionWatcher: Sendable {
    private struct State {
        var observers: [UInt64: @Sendable (RevisionChange) -> Void] = [:]
        var nextObserver: UInt64 = 0
        var told = Revision(rawValue: 0)
        var dataVersion: Int64?
        var timer: (any DispatchSourceTimer)?
        /// Set on the queue, so that no step uses the connection once it is closed.
        var isClosed = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "medcodes.store.revisions")
    private let connection: DatabaseQueue
    private let interval: Duration

    /// - Parameters:
    ///   - connection: A read-only connection that nothing else uses.
    ///   - interval: The time between two ticks.
    init(connection: DatabaseQueue, interval: Duration) {
        self.connection = connection
        self.interval = interval
    }

    /// Tells the observer of every revision committed from now on.
    func observe(_ observer: @escaping @Sendable (RevisionChange) -> Void) -> RevisionObservation {
        // On the queue, so that no step runs between asking where the catalog is and hearing of what comes next.
        let number = queue.sync {
            let isFirst = state.withLock { $0.observers.isEmpty }
            if isFirst { rememberNewest() }
            return state.withLock { state in
                state.nextObserver += 1
                state.observers[state.nextObserver] = observer
                return state.nextObserver
            }
        }
        startTicking()
        return RevisionObservation { [weak self] in self?.remove(number) }
    }

    /// Returns when observers have been told of everything committed before the call.
    func catchUp() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.tellObservers()
                continuation.resume()
            }
        }
    }

    /// Ends all observations and closes the connection.
    func close() throws {
        let timer = state.withLock { state in
            state.observers = [:]
            return state.timer.take()
        }
        timer?.cancel()
        try queue.sync {
            state.withLock { $0.isClosed = true }
            try connection.close()
        }
    }

    private func remove(_ number: UInt64) {
        let idle = state.withLock { state in
            state.observers[number] = nil
            return state.observers.isEmpty ? state.timer.take() : nil
        }
        idle?.cancel()
    }

    private func startTicking() {
        state.withLock { state in
            guard state.timer == nil, !state.observers.isEmpty, !state.isClosed else { return }
            let timer = DispatchSource.makeTimerSource(queue: queue)
            let nanoseconds = Int(interval / .nanoseconds(1))
            timer.schedule(
                deadline: .now() + .nanoseconds(nanoseconds), repeating: .nanoseconds(nanoseconds),
                leeway: .nanoseconds(nanoseconds / 10))
            timer.setEventHandler { [weak self] in self?.tick() }
            timer.activate()
            state.timer = timer
        }
    }

    /// What the connection says; nil when it cannot be read, or is closed: somebody may come late.
    private func read<Value>(_ body: (Database) throws -> Value?) -> Value? {
        state.withLock { $0.isClosed } ? nil : (try? connection.read(body)).flatMap { $0 }
    }

    private func rememberNewest() {
        guard let newest = read({ try RevisionLog.newest($0) }) else { return }
        state.withLock { $0.told = newest }
    }

    private func tick() {
        // A failed read is tried again at the next tick; whoever reads the catalog is told of the failure.
        guard let version = read({ try Int64.fetchOne($0, sql: "PRAGMA data_version") }),
            state.withLock({ $0.dataVersion != version }), tellObservers()
        else { return }
        state.withLock { $0.dataVersion = version }
    }

    /// Returns whether the catalog could be read.
    @discardableResult
    private func tellObservers() -> Bool {
        let (told, observers) = state.withLock { ($0.told, Array($0.observers.values)) }
        guard !observers.isEmpty else { return true }
        guard
            let change = read({
                try RevisionLog.changes($0, since: told, systems: LoadedSystem.all($0))
            })
        else { return false }
        if change.revision > told {
            state.withLock { $0.told = change.revision }
            for observer in observers { observer(change) }
        }
        return true
    }
}
