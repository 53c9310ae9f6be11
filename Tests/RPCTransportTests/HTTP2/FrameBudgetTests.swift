import Testing

@testable import RPCTransport

@Suite("A frame budget")
struct FrameBudgetTests {
    private static let second: UInt64 = 1_000_000_000

    /// `#expect` takes no mutating call.
    private func spent(_ budget: inout FrameBudget, _ now: UInt64) -> Bool { budget.spend(now: now) }

    @Test("Gives the burst at once and then nothing", arguments: [0, 1, 7])
    func burst(count: Int) {
        var budget = FrameBudget(burst: count, perSecond: 1)
        for _ in 0..<count {
            #expect(spent(&budget, 5) == true)
        }
        #expect(spent(&budget, 5) == false)
    }

    @Test("Gives so many per second, and saves no more than the burst")
    func refill() {
        var budget = FrameBudget(burst: 3, perSecond: 2)
        for _ in 0..<3 { _ = budget.spend(now: 0) }
        #expect(spent(&budget, Self.second / 2 - 1) == false)
        #expect(spent(&budget, Self.second / 2) == true)
        #expect(spent(&budget, Self.second / 2) == false)
        for _ in 0..<3 {
            #expect(spent(&budget, Self.second * 100) == true)
        }
        #expect(spent(&budget, Self.second * 100) == false)
    }

    @Test("Gives what was earned on top, up to the most it keeps")
    func earned() {
        var budget = FrameBudget(burst: 1, perSecond: 1, countMax: 3)
        budget.earn(100)
        for _ in 0..<3 {
            #expect(spent(&budget, 0) == true)
        }
        #expect(spent(&budget, 0) == false)
    }

    @Test("Does not lose its way when the clock stands or goes back")
    func oddClocks() {
        var budget = FrameBudget(burst: 1, perSecond: 1)
        #expect(spent(&budget, 10 * Self.second) == true)
        #expect(spent(&budget, 0) == false)
        #expect(spent(&budget, 11 * Self.second) == true)
        #expect(spent(&budget, .max) == true)
    }
}
