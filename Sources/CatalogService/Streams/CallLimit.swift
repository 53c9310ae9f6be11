internal import Synchronization

/// Counts calls that hold something costly, such as a snapshot of the store, up to a limit. May be used from any thread.
final class CallLimit: Sendable {
    private let count = Mutex(0)
    private let countMax: Int

    init(_ countMax: Int) { self.countMax = countMax }

    /// Whether one more may begin; it is counted until ``end()``.
    func begin() -> Bool {
        count.withLock { count in
            guard count < countMax else { return false }
            count += 1
            return true
        }
    }

    /// One has ended.
    func end() { count.withLock { $0 -= 1 } }
}
