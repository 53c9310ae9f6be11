internal import Synchronization

/// How far a load test has come. May be looked at from any thread.
final class LoadStatus: Sendable {
    private let endedCount = Atomic(0)
    private let failedCount = Atomic(0)
    private let wrong = Mutex<BenchMethod?>(nil)
    private let whenWrong: @Sendable () -> Void

    /// Nothing has ended yet.
    ///
    /// - Parameter whenWrong: Called, on any thread and maybe more than once, when an answer is wrong.
    init(whenWrong: @escaping @Sendable () -> Void) { self.whenWrong = whenWrong }

    /// Calls that have ended, and how many of those failed.
    var counts: (ended: Int, failed: Int) {
        (endedCount.load(ordering: .relaxed), failedCount.load(ordering: .relaxed))
    }

    /// The first method that gave an answer unlike the rehearsal's.
    var wrongMethod: BenchMethod? { wrong.withLock { $0 } }

    /// A call has ended.
    func count(failed: Bool) {
        endedCount.wrappingAdd(1, ordering: .relaxed)
        if failed { failedCount.wrappingAdd(1, ordering: .relaxed) }
    }

    /// A method gave an answer unlike the rehearsal's.
    func fail(_ method: BenchMethod) {
        wrong.withLock { $0 = $0 ?? method }
        whenWrong()
    }
}
