internal import EventLoop

/// Says when an address may be tried again. Pure: it is told the time and the chance.
struct ReconnectBackoff {
    private let configuration: RPCBackoff
    /// Attempts since the last connection that was worth its while.
    private var attempts = 0
    private var beganAt: UInt64 = 0

    init(_ configuration: RPCBackoff) { self.configuration = configuration }

    /// An attempt begins.
    mutating func began(now: UInt64) {
        attempts += 1
        beganAt = now
    }

    /// The attempt failed, before the server had greeted.
    ///
    /// - Parameter chance: 0 to 1: where in the jitter's range the wait lies.
    /// - Returns: The instant from which on the next attempt may begin.
    func retryInstant(chance: Double) -> UInt64 { instant(after: attempts, chance: chance) }

    /// The server had greeted, and then the connection ended.
    ///
    /// One that lived, or carried an answer, starts all over. One that did neither counts as an attempt, so that a server
    /// that takes connections only to drop them is not asked without pause; the first of those costs no wait.
    ///
    /// - Returns: The instant from which on the next attempt may begin.
    mutating func ended(now: UInt64, wasUseful: Bool, chance: Double) -> UInt64 {
        if wasUseful || now &- beganAt >= configuration.initial.nanoseconds {
            attempts = 0
            return now
        }
        return attempts <= 1 ? now : instant(after: attempts - 1, chance: chance)
    }

    private func instant(after attempts: Int, chance: Double) -> UInt64 {
        let jitter = 1 + configuration.jitter * (2 * chance - 1)
        let (sum, overflowed) = beganAt.addingReportingOverflow(
            UInt64(nanoseconds: Double(wait(number: attempts)) * jitter))
        return overflowed ? .max : sum
    }

    private func wait(number: Int) -> UInt64 {
        guard number > 0 else { return 0 }
        return UInt64(
            nanoseconds: .exponential(
                number - 1, initial: configuration.initial, multiplier: configuration.multiplier,
                longest: configuration.longest))
    }
}

extension UInt64 {
    /// A number of nanoseconds, brought into range: whatever was computed, the result is a time to wait.
    init(nanoseconds: Double) {
        guard nanoseconds > 0 else {
            self = 0
            return
        }
        self = nanoseconds < 9e18 ? UInt64(nanoseconds) : .max
    }
}

extension Double {
    /// The wait number `step`, from 0, in nanoseconds: `min(initial × multiplier^step, longest)`.
    static func exponential(_ step: Int, initial: Duration, multiplier: Double, longest: Duration) -> Double {
        var wait = Double(initial.nanoseconds)
        let longest = Double(longest.nanoseconds)
        for _ in 0..<Swift.max(step, 0) where wait < longest && multiplier > 1 { wait *= multiplier }
        return Swift.min(wait, longest)
    }
}
