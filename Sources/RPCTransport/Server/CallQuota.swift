internal import Synchronization

/// Counts the calls in progress on all loops of a server, up to a bound.
///
/// Loops take and give back several at once (``CallShare``), so that they do not meet at one counter with every call. The
/// bound is never exceeded; a loop may refuse while others have some to spare, ``stepCount`` times two at most each.
final class CallQuota: Sendable {
    /// How many a loop takes or gives back at once.
    let stepCount: Int

    private static let stepCountMax = 64
    private let free: Atomic<Int>

    /// A quota of so many calls, at least one, for so many loops.
    init(countMax: Int, loopCount: Int) {
        free = Atomic(max(countMax, 1))
        // What loops keep is little beside the whole, and one with a small bound keeps nothing.
        stepCount = min(max(countMax / max(loopCount, 1) / 16, 1), Self.stepCountMax)
    }

    /// Takes up to ``stepCount``. Returns how many, 0 when there are none.
    func take() -> Int {
        let left = free.wrappingSubtract(stepCount, ordering: .relaxed).newValue
        guard left < 0 else { return stepCount }
        // Too many: what is missing goes back.
        let missing = min(-left, stepCount)
        free.wrappingAdd(missing, ordering: .relaxed)
        return stepCount - missing
    }

    /// Gives some back.
    func giveBack(_ count: Int) { free.wrappingAdd(count, ordering: .relaxed) }
}
