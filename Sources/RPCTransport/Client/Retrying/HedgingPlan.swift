internal import EventLoop
internal import RPCCore

/// Decides when the attempts of a hedged call begin, and when one of them ends it (gRPC proposal A6, "Hedging Policy").
/// Pure.
struct HedgingPlan {
    /// What is to be done now.
    enum Step: Equatable {
        /// Begin an attempt; ask with ``timerFired(throttle:)`` after so many nanoseconds, nil for never.
        case begin(next: UInt64?)
        /// Begin none; ask after so many nanoseconds.
        case wait(UInt64)
        /// Begin none, and ask no more: the attempts that are open decide.
        case await
        /// The failure is the call's; end the other attempts.
        case finish
    }

    private let policy: RPCHedgingPolicy
    private var attemptsLeft: Int
    private var openCount = 0

    /// The plan of a call that has not begun.
    init(_ policy: RPCHedgingPolicy) {
        self.policy = policy
        attemptsLeft = min(policy.attemptCountMax, RPCRetryPolicy.attemptCountMax)
    }

    /// The call begins, with an attempt in any case.
    mutating func begin() -> Step { beginAttempt() }

    /// The time to wait for open attempts is over.
    mutating func timerFired(throttle: RetryThrottle) -> Step {
        guard attemptsLeft > 0, throttle.allowsMore else { return stop() }
        return beginAttempt()
    }

    /// An attempt failed. After ``Step/await`` and ``Step/finish`` a timer that was set is to be stopped.
    mutating func failed(_ failure: AttemptFailure, throttle: inout RetryThrottle) -> Step {
        openCount -= 1
        let isFatal = failure.isCommitted || !policy.nonFatalCodes.contains(failure.code)
        if !isFatal || failure.pushback == .stop { throttle.failed() }
        guard !isFatal else { return .finish }
        guard attemptsLeft > 0, failure.pushback != .stop, throttle.allowsMore else { return stop() }
        if case .after(let delay) = failure.pushback { return .wait(delay.nanoseconds) }
        return beginAttempt()
    }

    private mutating func beginAttempt() -> Step {
        attemptsLeft -= 1
        openCount += 1
        return .begin(next: attemptsLeft > 0 ? policy.delay.nanoseconds : nil)
    }

    /// No more attempts.
    private mutating func stop() -> Step {
        attemptsLeft = 0
        return openCount > 0 ? .await : .finish
    }
}
