/// How many frames of a kind a peer may still send: some at once, then so many per second.
///
/// What carries calls earns more, so that a busy peer is not held to the rate of an idle one.
struct FrameBudget {
    private let burst: Int
    private let countMax: Int
    private let nanosecondsPerFrame: UInt64
    private var left: Int
    private var refilledUntil: UInt64 = 0

    /// A budget.
    ///
    /// - Parameters:
    ///   - burst: What there is at the start, and the most that waiting brings.
    ///   - perSecond: What each second adds, at least 1.
    ///   - countMax: The most there can be with what is earned.
    init(burst: Int, perSecond: Int, countMax: Int = 0) {
        self.burst = burst
        self.countMax = max(burst, countMax)
        nanosecondsPerFrame = 1_000_000_000 / UInt64(max(perSecond, 1))
        left = burst
    }

    /// Takes one off. Returns false when there is none left.
    @inline(__always) mutating func spend(now: UInt64) -> Bool {
        if now >= refilledUntil &+ nanosecondsPerFrame { refill(now: now) }
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    /// Adds some.
    @inline(__always) mutating func earn(_ count: Int) { left = min(left + count, countMax) }

    private mutating func refill(now: UInt64) {
        let frames = (now - refilledUntil) / nanosecondsPerFrame
        refilledUntil = now
        if left < burst { left = min(left + Int(min(frames, UInt64(burst))), burst) }
    }
}
