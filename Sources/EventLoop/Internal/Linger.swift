/// Decides, event by event, whether a loop waits on or returns to Dispatch. Times are nanoseconds. Belongs to one loop.
final class Linger {
    private let base: UInt64
    private let longest: UInt64
    private let stay: UInt64

    private var current: UInt64
    private var arrivedAt: UInt64 = 0
    private var lastEventAt: UInt64 = 0
    private var leftAt: UInt64?

    init(_ policy: LingerPolicy) {
        base = policy.base.nanoseconds
        longest = max(policy.longest.nanoseconds, base)
        stay = policy.stay.nanoseconds
        current = base
    }

    /// The loop was woken by Dispatch. If it had left only a moment ago, it left too early: it will wait longer.
    func arrived(at now: UInt64) {
        if let leftAt { current = now - leftAt < longest ? min(max(current, 1) * 2, longest) : base }
        arrivedAt = now
        lastEventAt = now
    }

    /// How many milliseconds to wait for the next batch after one of `eventCount` events; nil to return to Dispatch.
    func wait(afterEvents eventCount: Int, at now: UInt64) -> Int32? {
        if eventCount > 0 { lastEventAt = now }
        let until = min(lastEventAt + current, arrivedAt + stay)
        guard now < until else {
            leftAt = now
            return nil
        }
        return Int32(clamping: (until - now + 999_999) / 1_000_000)
    }
}
