internal import EventLoop
internal import RPCCore

/// Decides after each failed attempt whether and when the next one begins (gRPC proposal A6, "Retry Policy"). Pure.
struct RetryPlan {
    private static let jitter = 0.2

    let policy: RPCRetryPolicy
    private var attemptsLeft: Int
    /// Waits since the beginning, or since the server named one.
    private var waits = 0

    /// The plan of a call whose first attempt begins.
    init(_ policy: RPCRetryPolicy) {
        self.policy = policy
        attemptsLeft = min(policy.attemptCountMax, RPCRetryPolicy.attemptCountMax) - 1
    }

    /// The attempt failed.
    ///
    /// - Parameters:
    ///   - throttle: Told about the failure.
    ///   - chance: 0 to 1: where in the jitter's range the wait lies.
    /// - Returns: The nanoseconds to wait before the next attempt; nil when this failure is the call's.
    mutating func failed(_ failure: AttemptFailure, throttle: inout RetryThrottle, chance: Double) -> UInt64? {
        guard !failure.isCommitted else { return nil }
        let isRetryable = policy.retryableCodes.contains(failure.code)
        if isRetryable || failure.pushback == .stop { throttle.failed() }
        guard isRetryable, failure.pushback != .stop, attemptsLeft > 0, throttle.allowsMore else { return nil }
        attemptsLeft -= 1
        return wait(failure.pushback, chance: chance)
    }

    /// The first attempt has had no answer for ``RPCRetryPolicy/hedgingDelay``.
    ///
    /// - Returns: Whether another one begins beside it.
    mutating func hedge(throttle: inout RetryThrottle) -> Bool {
        guard attemptsLeft > 0, throttle.allowsMore else { return false }
        attemptsLeft -= 1
        throttle.failed()
        return true
    }

    /// One of two attempts failed.
    ///
    /// - Returns: Whether the other one decides; otherwise the failure is the call's.
    mutating func failedBesideAnother(_ failure: AttemptFailure, throttle: inout RetryThrottle) -> Bool {
        guard !failure.isCommitted, policy.retryableCodes.contains(failure.code) else { return false }
        throttle.failed()
        return true
    }

    private mutating func wait(_ pushback: RetryPushback, chance: Double) -> UInt64 {
        if case .after(let delay) = pushback {
            waits = 0
            return delay.nanoseconds
        }
        defer { waits += 1 }
        let wait = Double.exponential(
            waits, initial: policy.initialBackoff, multiplier: policy.backoffMultiplier, longest: policy.longestBackoff)
        return UInt64(nanoseconds: wait * (1 + Self.jitter * (2 * chance - 1)))
    }
}
