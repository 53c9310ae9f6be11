import EventLoop
import Testing

@testable import RPCTransport

@Suite("Waiting before a connection is tried again")
struct ReconnectBackoffTests {
    private let second: UInt64 = 1_000_000_000

    @Test("The wait counts from the attempt's beginning, and grows by 1.6 up to two minutes")
    func grows() {
        var backoff = ReconnectBackoff(RPCBackoff())
        var waits: [Double] = []
        for attempt in 0..<15 {
            let start = UInt64(attempt) * 1000 * second
            backoff.began(now: start)
            waits.append(Double(backoff.retryInstant(chance: 0.5) - start) / 1e9)
        }
        #expect(waits[0] == 1)
        for (earlier, later) in zip(waits, waits.dropFirst()) {
            #expect(abs(later - min(earlier * 1.6, 120)) < 0.001)
        }
        #expect(waits.last == 120)
    }

    @Test("Jitter moves the wait by a fifth at most", arguments: [(0.0, 0.8), (0.5, 1.0), (1.0, 1.2)])
    func jitter(chance: Double, expected: Double) {
        var backoff = ReconnectBackoff(RPCBackoff())
        backoff.began(now: 0)
        #expect(abs(Double(backoff.retryInstant(chance: chance)) / 1e9 - expected) < 1e-6)
    }

    @Test("A connection that lived, or carried an answer, starts all over")
    func reset() {
        var backoff = ReconnectBackoff(RPCBackoff())
        for _ in 0..<5 { backoff.began(now: 0) }
        #expect(backoff.ended(now: second, wasUseful: false, chance: 0.5) == second)
        backoff.began(now: 2 * second)
        #expect(backoff.retryInstant(chance: 0.5) == 3 * second)
        backoff.began(now: 2 * second)
        #expect(backoff.ended(now: 2 * second, wasUseful: true, chance: 0.5) == 2 * second)
    }

    @Test("A server that only takes connections to drop them is asked once without a wait, and then less and less")
    func dropped() {
        var backoff = ReconnectBackoff(RPCBackoff())
        var now = 10 * second
        var waits: [UInt64] = []
        for _ in 0..<4 {
            backoff.began(now: now)
            let next = backoff.ended(now: now, wasUseful: false, chance: 0.5)
            waits.append(next - now)
            now = next
        }
        #expect(waits == [0, second, second * 16 / 10, second * 256 / 100])
    }

    @Test(
        "No configuration breaks the arithmetic",
        arguments: [
            RPCBackoff(initial: .seconds(-1), multiplier: -3, longest: .seconds(-5), jitter: 7),
            RPCBackoff(initial: .seconds(Int64.max), multiplier: .infinity, longest: .seconds(Int64.max), jitter: 1),
            RPCBackoff(initial: .zero, multiplier: .nan, longest: .zero, jitter: .nan),
        ])
    func extremes(configuration: RPCBackoff) {
        var backoff = ReconnectBackoff(configuration)
        for _ in 0..<100 {
            backoff.began(now: .max)
            #expect(backoff.retryInstant(chance: 1) <= .max)
            _ = backoff.ended(now: .max, wasUseful: false, chance: 0)
        }
    }
}
