/// How many calls ended in each stretch of a load test.
///
/// The stretches are as short as fits: when there would be more than ``slotCountMax``, each two become one.
struct ThroughputSeries: Hashable, Sendable {
    /// The most stretches.
    static let slotCountMax = 600

    /// The length of a stretch, in nanoseconds.
    private(set) var slotWidth: UInt64
    /// The calls that ended in each, from the beginning on.
    private(set) var counts: [Int] = []

    /// No calls yet.
    init(slotWidth: UInt64 = 100_000_000) { self.slotWidth = slotWidth }

    /// A call ended so many nanoseconds after the beginning.
    mutating func record(at offset: UInt64) {
        while offset / slotWidth >= Self.slotCountMax { widen() }
        let slot = Int(offset / slotWidth)
        while counts.count <= slot { counts.append(0) }
        counts[slot] += 1
    }

    /// Adds the calls of another series that began at the same instant with stretches as long.
    mutating func add(_ other: ThroughputSeries) {
        var other = other
        while slotWidth < other.slotWidth { widen() }
        while other.slotWidth < slotWidth { other.widen() }
        while counts.count < other.counts.count { counts.append(0) }
        for (slot, count) in other.counts.enumerated() { counts[slot] += count }
    }

    private mutating func widen() {
        slotWidth *= 2
        counts = stride(from: 0, to: counts.count, by: 2).map { slot in
            counts[slot] + (slot + 1 < counts.count ? counts[slot + 1] : 0)
        }
    }
}
