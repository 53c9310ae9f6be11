import Testing

@testable import RPCTransport

@Suite("The limit on calls")
struct CallShareTests {
    @Test(
        "Lets exactly so many calls begin on one loop, and as many again when they have ended", arguments: [1, 2, 40])
    func exact(countMax: Int) {
        let share = CallShare(of: CallQuota(countMax: countMax, loopCount: 1))
        for _ in 0..<3 {
            let all = taken(countMax, from: share)
            #expect(all)
            let oneMore = share.take()
            #expect(!oneMore)
            for _ in 0..<countMax { share.giveBack() }
        }
    }

    @Test("Lets a loop have what the others do not use")
    func unused() {
        let quota = CallQuota(countMax: 20_000, loopCount: 64)
        let share = CallShare(of: quota)
        let all = taken(20_000, from: share)
        #expect(all)
        let oneMore = share.take()
        #expect(!oneMore)
    }

    @Test("Is never exceeded, and lacks no more than what other loops keep for themselves", arguments: [3, 100, 5_000])
    func shared(countMax: Int) {
        let quota = CallQuota(countMax: countMax, loopCount: 4)
        let shares = (0..<4).map { _ in CallShare(of: quota) }
        var counts = [0, 0, 0, 0]
        var numbers = SplitMix(seed: UInt64(countMax))
        for _ in 0..<100_000 {
            let index = Int(numbers.next() % 4)
            // More begin than end, so that the limit is met often.
            if numbers.next() % 5 < 3 {
                if shares[index].take() {
                    counts[index] += 1
                } else {
                    let kept = quota.stepCount == 1 ? 0 : 3 * (2 * quota.stepCount - 1)
                    #expect(counts.reduce(0, +) >= countMax - kept)
                }
            } else if counts[index] > 0 {
                shares[index].giveBack()
                counts[index] -= 1
            }
            #expect(counts.reduce(0, +) <= countMax)
        }
        // All of it comes back.
        for index in 0..<4 { for _ in 0..<counts[index] { shares[index].giveBack() } }
        let kept = quota.stepCount == 1 ? 0 : 3 * (2 * quota.stepCount - 1)
        let all = taken(countMax - kept, from: shares[0])
        #expect(all)
    }

    /// Whether so many more may begin.
    private func taken(_ count: Int, from share: CallShare) -> Bool {
        (0..<count).allSatisfy { _ in share.take() }
    }
}

/// Random numbers by seed (Vigna's SplitMix64).
private struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
