import Synchronization

/// Counts calls from any thread.
final class DamageCounter: Sendable {
    private let calls = Mutex(0)

    var count: Int { calls.withLock { $0 } }

    func increment() { calls.withLock { $0 += 1 } }
}
