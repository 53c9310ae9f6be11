/// Numbers of calls by how long they took.
public struct LatencyHistogram: Hashable, Sendable {
    /// The longest time of each bucket but the last, in nanoseconds, ascending; the last one takes what is longer. From
    /// 10 µs, which a cached answer stays under, to 10 s.
    public static let boundsNanoseconds: [UInt64] = [
        10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000,
        1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
    ]
    /// How many buckets there are.
    public static let bucketCount = boundsNanoseconds.count + 1

    /// Calls in each bucket, not added up.
    public var counts = [UInt64](repeating: 0, count: bucketCount)
    /// What all calls took together, in nanoseconds.
    public var sumNanoseconds: UInt64 = 0

    /// A histogram of no calls.
    public init() {}

    /// Counts a call that took so long.
    public mutating func add(nanoseconds: UInt64) {
        counts[Self.boundsNanoseconds.firstIndex { nanoseconds <= $0 } ?? Self.bucketCount - 1] += 1
        sumNanoseconds += nanoseconds
    }
}
