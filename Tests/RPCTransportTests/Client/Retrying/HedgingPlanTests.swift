import EventLoop
import RPCCore
import Testing

@testable import RPCTransport

@Suite("When the attempts of a hedged call begin")
struct HedgingPlanTests {
    private let policy = RPCHedgingPolicy(
        attemptCountMax: 3, delay: .nanoseconds(500), nonFatalCodes: [.unavailable])
    private var throttle = RetryThrottle(nil)
    private let unavailable = AttemptFailure(code: .unavailable)

    @Test("One after the other, as long as there is no answer")
    func schedule() {
        var plan = HedgingPlan(policy)
        #expect(plan.begin() == .begin(next: 500))
        #expect(plan.timerFired(throttle: throttle) == .begin(next: 500))
        #expect(plan.timerFired(throttle: throttle) == .begin(next: nil))
        #expect(plan.timerFired(throttle: throttle) == .await)
    }

    @Test("A failure that is not fatal begins the next at once; the last one is the call's")
    mutating func nonFatal() {
        var plan = HedgingPlan(policy)
        _ = plan.begin()
        #expect(plan.failed(unavailable, throttle: &throttle) == .begin(next: 500))
        #expect(plan.timerFired(throttle: throttle) == .begin(next: nil))
        #expect(plan.failed(unavailable, throttle: &throttle) == .await)
        #expect(plan.failed(unavailable, throttle: &throttle) == .finish)
    }

    @Test("A fatal failure ends the call, and so does one after the answer has begun")
    mutating func fatal() {
        var plan = HedgingPlan(policy)
        _ = plan.begin()
        _ = plan.timerFired(throttle: throttle)
        #expect(plan.failed(AttemptFailure(code: .notFound), throttle: &throttle) == .finish)
        var other = HedgingPlan(policy)
        _ = other.begin()
        #expect(other.failed(AttemptFailure(code: .unavailable, isCommitted: true), throttle: &throttle) == .finish)
    }

    @Test("The server's word on the next attempt counts")
    mutating func pushback() {
        var plan = HedgingPlan(policy)
        _ = plan.begin()
        _ = plan.timerFired(throttle: throttle)
        let later = AttemptFailure(code: .unavailable, pushback: .after(.nanoseconds(9)))
        #expect(plan.failed(later, throttle: &throttle) == .wait(9))
        #expect(plan.timerFired(throttle: throttle) == .begin(next: nil))
        var other = HedgingPlan(policy)
        _ = other.begin()
        _ = other.timerFired(throttle: throttle)
        let stop = AttemptFailure(code: .unavailable, pushback: .stop)
        #expect(other.failed(stop, throttle: &throttle) == .await)
        #expect(other.timerFired(throttle: throttle) == .await)
        #expect(other.failed(unavailable, throttle: &throttle) == .finish)
    }

    @Test("The throttle ends hedging, and the attempts that are open decide")
    func throttled() {
        var throttle = RetryThrottle(RPCRetryThrottling(tokenCountMax: 2, tokenRatio: 1))
        var plan = HedgingPlan(policy)
        _ = plan.begin()
        _ = plan.timerFired(throttle: throttle)
        #expect(plan.failed(unavailable, throttle: &throttle) == .await)
        var other = HedgingPlan(policy)
        #expect(other.begin() == .begin(next: 500))
        #expect(other.timerFired(throttle: throttle) == .await)
    }

    @Test("No policy gets more than five attempts")
    func attemptsMax() {
        var plan = HedgingPlan(RPCHedgingPolicy(attemptCountMax: 100, delay: .zero))
        var count = 0
        var step = plan.begin()
        while case .begin(let next) = step, count < 100 {
            count += 1
            guard next != nil else { break }
            step = plan.timerFired(throttle: throttle)
        }
        #expect(count == 5)
    }
}
