internal import Synchronization

/// Holds one caller to its limits, on all connections and event loops together. Exact, and without locks: callers without
/// limits have none of these.
///
/// The rate is kept by the generic cell rate algorithm (ITU-T I.371, annex A): one instant is remembered, at which the
/// calls that were let in would have come had they come evenly. A call that comes before that instant by more than the
/// burst allows is refused. That is a token bucket in one word of memory, changed by one comparison and exchange.
final class CallLimiter: Sendable {
    /// Why a call may not begin.
    enum Refusal: Equatable {
        /// Too many are in progress.
        case concurrency
        /// Too many came lately; the next may come after so long.
        case rate(waitNanoseconds: UInt64)
    }

    private let inProgressMax: Int
    /// From one call to the next when they come evenly; 0 for any rate.
    private let intervalNanoseconds: UInt64
    /// How much earlier than evenly a call may come.
    private let toleranceNanoseconds: UInt64

    private let inProgress = Atomic(0)
    /// When the next call is due, by the monotonic clock; what is past is as good as now.
    private let nextDue = Atomic<UInt64>(0)

    /// A limiter; nil for no limits.
    init?(_ limits: CallLimits) {
        if case .calls(let count)? = limits.concurrency { inProgressMax = count } else { inProgressMax = .max }
        if case .calls(let perSecond, let burst)? = limits.rate {
            intervalNanoseconds = max(UInt64(1e9 / perSecond), 1)
            toleranceNanoseconds = intervalNanoseconds * UInt64(burst - 1)
        } else {
            intervalNanoseconds = 0
            toleranceNanoseconds = 0
        }
        guard inProgressMax < .max || intervalNanoseconds > 0 else { return nil }
    }

    /// Lets a call begin, or says why not. One that begins must ``end()``.
    ///
    /// - Parameter now: Nanoseconds of the monotonic clock. Loops wake up at different times, so it may go back a little.
    func begin(now: UInt64) -> Refusal? {
        guard enter() else { return .concurrency }
        guard intervalNanoseconds > 0, let waitNanoseconds = wait(now: now) else { return nil }
        end()
        return .rate(waitNanoseconds: waitNanoseconds)
    }

    /// A call that began has ended, however.
    func end() { inProgress.subtract(1, ordering: .relaxed) }

    /// Whether forgetting this limiter would make no difference.
    func isIdle(now: UInt64) -> Bool {
        inProgress.load(ordering: .relaxed) == 0 && nextDue.load(ordering: .relaxed) <= now
    }

    private func enter() -> Bool {
        var count = inProgress.load(ordering: .relaxed)
        while count < inProgressMax {
            let exchange = inProgress.weakCompareExchange(expected: count, desired: count + 1, ordering: .relaxed)
            if exchange.exchanged { return true }
            count = exchange.original
        }
        return false
    }

    /// How long the caller is to wait; nil when the call may begin, which it has then.
    private func wait(now: UInt64) -> UInt64? {
        var due = nextDue.load(ordering: .relaxed)
        while true {
            let start = max(due, now)
            if start - now > toleranceNanoseconds { return start - now - toleranceNanoseconds }
            let exchange = nextDue.weakCompareExchange(
                expected: due, desired: start + intervalNanoseconds, ordering: .relaxed)
            if exchange.exchanged { return nil }
            due = exchange.original
        }
    }
}
