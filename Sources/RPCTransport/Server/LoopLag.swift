/// Finds out whether a loop has more to do than it can: whether what comes has to wait for long, and not just once.
///
/// What has come during a wake-up waits until the wake-up is over, so the length of wake-ups is the lag. One long wake-up
/// is nothing to act on: a burst, or a machine that stood still. A loop is overloaded when each wake-up was too long for
/// a whole interval, without a pause between them (the idea of CoDel, RFC 8289 section 3: the minimum over an interval
/// tells a standing queue from a burst). Times are nanoseconds of one clock; belongs to one loop.
final class LoopLag {
    private let lagMax: UInt64
    private let interval: UInt64
    /// When the wake-up began that is going on, and the last that is known of it.
    private var wakeUp: UInt64 = 0
    private var latest: UInt64 = 0
    /// When the first of an unbroken row of long wake-ups began.
    private var longSince: UInt64?

    init(lagMax: UInt64, interval: UInt64) {
        self.lagMax = lagMax
        self.interval = interval
    }

    /// Work goes on in the wake-up that began at that instant. Returns whether the loop is overloaded.
    func isOverloaded(wakeUp: UInt64) -> Bool {
        if wakeUp != self.wakeUp { began(wakeUp) }
        return longSince.map { wakeUp - min($0, wakeUp) >= interval } ?? false
    }

    /// Some work of the wake-up that began at that instant was done at this one.
    func worked(at now: UInt64, wakeUp: UInt64) {
        if wakeUp != self.wakeUp { began(wakeUp) }
        latest = max(latest, now)
    }

    private func began(_ next: UInt64) {
        let wasLong = latest - min(wakeUp, latest) >= lagMax
        let wasPaused = next - min(latest, next) >= lagMax
        longSince = wasLong && !wasPaused ? longSince ?? wakeUp : nil
        wakeUp = next
        latest = next
    }
}
