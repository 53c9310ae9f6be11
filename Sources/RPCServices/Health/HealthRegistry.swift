internal import Synchronization

/// Which services of this server answer calls. May be used from any thread.
///
/// Any number of tasks may wait for a change with ``status(of:after:)``. Nothing is kept for them but who waits for what:
/// one that comes late, because its client is slow, gets the status of then, and not those in between.
public final class HealthRegistry: Sendable {
    /// The name that stands for the server as a whole (health checking protocol, "the empty service name").
    public static let wholeServer = ""

    private typealias Continuation = CheckedContinuation<ServingStatus?, Never>

    private struct Waiter {
        var service: String
        var known: ServingStatus
        var continuation: Continuation
    }

    private struct State {
        var statuses: [String: ServingStatus]
        /// Those that are not ready yet though the others may be.
        var preparing: Set<String> = []
        var isDraining = false
        var waiters: [UInt64: Waiter] = [:]
        var waiterCount: UInt64 = 0

        /// What a watcher of this service is to be told; nil when there is no news.
        func news(of service: String, after known: ServingStatus?) -> ServingStatus? {
            let status = statuses[service] ?? .serviceUnknown
            return status == known ? nil : status
        }

        /// Takes out those that need not wait any more, with what they are to be told.
        mutating func takeInformed() -> [(Continuation, ServingStatus?)] {
            var informed: [(Continuation, ServingStatus?)] = []
            for (number, waiter) in waiters {
                let news = news(of: waiter.service, after: waiter.known)
                guard news != nil || isDraining else { continue }
                informed.append((waiter.continuation, news))
                waiters[number] = nil
            }
            return informed
        }
    }

    private let state: Mutex<State>

    /// A registry in which the server as a whole and these services do not serve yet.
    ///
    /// - Parameters:
    ///   - services: Full names, e.g. `medcodes.v1.CodeCatalogService`.
    ///   - preparing: Services that need longer than the others: ``setAll(_:)`` does not make them serve, until
    ///     ``set(_:for:)`` has.
    public init(services: [String] = [], preparing: [String] = []) {
        let names = [Self.wholeServer] + services + preparing
        let statuses = Dictionary(names.map { ($0, ServingStatus.notServing) }, uniquingKeysWith: { first, _ in first })
        state = Mutex(State(statuses: statuses, preparing: Set(preparing)))
    }

    /// The status of every service; the whole server is under the empty name.
    public var statuses: [String: ServingStatus] { state.withLock { $0.statuses } }

    /// The status of a service, or of the whole server for the empty name; nil when the service is not known.
    public func status(of service: String) -> ServingStatus? { state.withLock { $0.statuses[service] } }

    /// How many tasks wait for a change.
    package var waiterCount: Int { state.withLock { $0.waiters.count } }

    // MARK: Changes

    /// Sets the status of one service, which is added if it is not known. Does nothing once the server drains.
    public func set(_ status: ServingStatus, for service: String) {
        change { state in
            state.preparing.remove(service)
            state.statuses[service] = status
        }
    }

    /// Sets the status of the whole server and of every known service, e.g. when it is ready; those that are still being
    /// prepared stay as they are. Does nothing once the server drains.
    public func setAll(_ status: ServingStatus) {
        change { state in
            for service in state.statuses.keys where !state.preparing.contains(service) {
                state.statuses[service] = status
            }
        }
    }

    /// The server is about to end: nothing serves from now on, for good, and who waits for a change is told that there
    /// will be none.
    public func drain() {
        change { state in
            for service in state.statuses.keys { state.statuses[service] = .notServing }
            state.isDraining = true
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let informed = state.withLock { state in
            guard !state.isDraining else { return [(Continuation, ServingStatus?)]() }
            body(&state)
            return state.takeInformed()
        }
        for (continuation, news) in informed { continuation.resume(returning: news) }
    }

    // MARK: Watching

    /// The status of a service, as soon as it is another than what the caller knows.
    ///
    /// - Parameters:
    ///   - service: Its name; ``ServingStatus/serviceUnknown`` is the status of one that is not known.
    ///   - known: What the caller knows; nil for nothing, so that the status comes at once.
    /// - Returns: The status; nil when there will be no other, because the server drains, and when the task is cancelled.
    public func status(of service: String, after known: ServingStatus?) async -> ServingStatus? {
        let number = state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, number, for: service, after: known) }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume(returning: nil)
        }
    }

    /// Waits until a service serves. Returns false when it never will, because the server drains, and when the task is
    /// cancelled.
    public func becomesServing(_ service: String) async -> Bool {
        var known: ServingStatus?
        while let status = await status(of: service, after: known) {
            if status == .serving { return true }
            known = status
        }
        return false
    }

    /// Waits until every known service serves, each at some time. Returns false as ``becomesServing(_:)`` does.
    public func allBecomeServing() async -> Bool {
        for service in statuses.keys {
            guard await becomesServing(service) else { return false }
        }
        return true
    }

    private func wait(_ continuation: Continuation, _ number: UInt64, for service: String, after known: ServingStatus?)
    {
        let answer = state.withLock { state -> ServingStatus?? in
            if let news = state.news(of: service, after: known) { return .some(news) }
            guard let known, !state.isDraining, !Task.isCancelled else { return .some(nil) }
            state.waiters[number] = Waiter(service: service, known: known, continuation: continuation)
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }
}
