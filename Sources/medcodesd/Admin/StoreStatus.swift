internal import CatalogModel
internal import CatalogStore
internal import Foundation
internal import RPCServices
internal import Synchronization

/// What the server knows of its store without asking it. May be used from any thread.
final class StoreStatus: Sendable {
    /// What a check of everything stored has found.
    struct Check {
        /// When it was through, in Unix time.
        let time: Int
        let isDamaged: Bool
    }

    private struct State {
        var opened: (any CodeStore)?
        var readTimes = LatencyHistogram()
        var lastCheck: Check?
    }

    private let state = Mutex(State())

    /// The store, once it is open.
    var opened: (any CodeStore)? { state.withLock { $0.opened } }
    /// How long reads took.
    var readTimes: LatencyHistogram { state.withLock { $0.readTimes } }
    /// The last check in the background; nil before the first is through.
    var lastCheck: Check? { state.withLock { $0.lastCheck } }

    /// The store is open.
    func open(_ store: any CodeStore) { state.withLock { $0.opened = store } }

    /// A read has ended.
    func readEnded(after time: Duration) {
        state.withLock { $0.readTimes.add(nanoseconds: UInt64(max(time / .nanoseconds(1), 0))) }
    }

    /// A check of everything is through.
    func checked(_ damage: CatalogError?) {
        let time = Int(Date().timeIntervalSince1970)
        state.withLock { $0.lastCheck = Check(time: time, isDamaged: damage != nil) }
    }
}
