import EventLoop
import RPCCore
import Testing

@testable import RPCTransport

@Suite("Whether a failed call is made again")
struct RetryPlanTests {
    private let policy = RPCRetryPolicy(
        attemptCountMax: 4, initialBackoff: .milliseconds(100), longestBackoff: .milliseconds(250),
        backoffMultiplier: 2, retryableCodes: [.unavailable])
    private var throttle = RetryThrottle(nil)

    private mutating func waits(_ failures: AttemptFailure..., chance: Double = 0.5) -> [UInt64?] {
        var plan = RetryPlan(policy)
        var waits: [UInt64?] = []
        for failure in failures { waits.append(plan.failed(failure, throttle: &throttle, chance: chance)) }
        return waits.map { $0.map { $0 / 1_000_000 } }
    }

    private let unavailable = AttemptFailure(code: .unavailable)

    @Test("Waits grow up to the longest, and the attempts end")
    mutating func waitsGrow() {
        #expect(waits(unavailable, unavailable, unavailable, unavailable) == [100, 200, 250, nil])
    }

    @Test("Waits vary by a fifth")
    mutating func jitter() {
        #expect(waits(unavailable, chance: 0) == [80])
        #expect(waits(unavailable, chance: 1) == [120])
    }

    @Test("No policy gets more than five attempts")
    func attemptsMax() {
        var policy = policy
        policy.attemptCountMax = 100
        var plan = RetryPlan(policy)
        var throttle = RetryThrottle(nil)
        let retries = (0..<10).filter { _ in plan.failed(unavailable, throttle: &throttle, chance: 0.5) != nil }
        #expect(retries.count == 4)
    }

    @Test("Other statuses, and answers that have begun, end the call")
    mutating func final() {
        #expect(waits(AttemptFailure(code: .internal)) == [nil])
        #expect(waits(AttemptFailure(code: .unavailable, isCommitted: true)) == [nil])
    }

    @Test("The server's word on the wait counts, and the waits begin anew after it")
    mutating func pushback() {
        let after = AttemptFailure(code: .unavailable, pushback: .after(.milliseconds(7)))
        #expect(waits(unavailable, after, unavailable) == [100, 7, 100])
        #expect(waits(AttemptFailure(code: .unavailable, pushback: .stop)) == [nil])
        #expect(waits(AttemptFailure(code: .internal, pushback: .after(.zero))) == [nil])
    }

    @Test("A hedge is one of the attempts, and costs the throttle as much as a failure")
    func hedge() {
        var throttle = RetryThrottle(RPCRetryThrottling(tokenCountMax: 4, tokenRatio: 1))
        var plan = RetryPlan(policy)
        let isHedged = plan.hedge(throttle: &throttle)
        #expect(isHedged && throttle.allowsMore)
        let othersDecide = plan.failedBesideAnother(unavailable, throttle: &throttle)
        #expect(othersDecide && !throttle.allowsMore)
        #expect(plan.hedge(throttle: &throttle) == false)
        let committed = AttemptFailure(code: .unavailable, isCommitted: true)
        for final in [AttemptFailure(code: .internal), committed] {
            #expect(plan.failedBesideAnother(final, throttle: &throttle) == false)
        }
        var short = policy
        short.attemptCountMax = 2
        var rest = RetryThrottle(nil)
        var last = RetryPlan(short)
        let hedges = [last.hedge(throttle: &rest), last.hedge(throttle: &rest)]
        #expect(hedges == [true, false])
        #expect(last.failed(unavailable, throttle: &rest, chance: 0.5) == nil)
    }

    @Test("The throttle ends retries when half of its tokens are gone, and successes bring them back")
    func throttled() {
        var throttle = RetryThrottle(RPCRetryThrottling(tokenCountMax: 4, tokenRatio: 0.5))
        var plan = RetryPlan(policy)
        #expect(plan.failed(unavailable, throttle: &throttle, chance: 0.5) != nil)
        #expect(plan.failed(unavailable, throttle: &throttle, chance: 0.5) == nil)
        #expect(!throttle.allowsMore)
        throttle.succeeded()
        #expect(throttle.allowsMore)
        var other = RetryPlan(policy)
        #expect(other.failed(unavailable, throttle: &throttle, chance: 0.5) == nil)
        #expect(other.failed(AttemptFailure(code: .internal), throttle: &throttle, chance: 0.5) == nil)
        for _ in 0..<2 { throttle.succeeded() }
        #expect(throttle.allowsMore)
    }

    @Test("Tokens stay between none and all")
    func tokenBounds() {
        var throttle = RetryThrottle(RPCRetryThrottling(tokenCountMax: 2, tokenRatio: 1))
        for _ in 0..<100 { throttle.failed() }
        for _ in 0..<2 { throttle.succeeded() }
        #expect(throttle.allowsMore)
        for _ in 0..<100 { throttle.succeeded() }
        throttle.failed()
        #expect(!throttle.allowsMore)
    }

    @Test(
        "Pushback is a number of milliseconds; anything else stops",
        arguments: [
            ("0", RetryPushback.after(.zero)), ("2147483647", .after(.milliseconds(2_147_483_647))), ("-1", .stop),
            ("2147483648", .stop), ("soon", .stop), ("", .stop),
        ])
    func pushbackField(text: String, expected: RetryPushback) {
        var trailers = Metadata()
        trailers.appendProtocolField("grpc-retry-pushback-ms", text)
        #expect(RetryPushback(trailers) == expected)
        #expect(RetryPushback(Metadata()) == .none)
    }
}
