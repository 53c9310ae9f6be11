internal import Histogram
internal import RPCCore

/// What a load test, or one loop's share of it, has counted.
struct LoadTally: Sendable {
    /// Times, in nanoseconds, with three digits up to an hour.
    typealias Latencies = Histogram<UInt64>

    /// What was counted of one method.
    struct Method: Sendable {
        /// How long calls took that succeeded.
        var latencies = LoadTally.latencies()
        /// How calls ended that failed.
        var failures: [StatusCode: Int] = [:]
        /// Bytes of the requests' and of the replies' messages, with their prefix.
        var (requestByteCount, replyByteCount) = (0, 0)

        /// A call succeeded after so many nanoseconds, of which more than an hour counts as an hour.
        mutating func succeeded(after time: UInt64) { latencies.record(min(time, LoadTally.longest)) }

        /// Adds what was counted elsewhere.
        mutating func add(_ other: Method) {
            latencies.add(other.latencies)
            failures.merge(other.failures, uniquingKeysWith: +)
            requestByteCount += other.requestByteCount
            replyByteCount += other.replyByteCount
        }

        /// Calls that succeeded.
        var successCount: Int { Int(latencies.totalCount) }
        /// Calls that failed.
        var failureCount: Int { failures.values.reduce(0, +) }
    }

    /// By method, in the order of the mix.
    var methods: [Method]
    /// Calls that ended, by when.
    var series = ThroughputSeries()
    /// When the last call that counts ended.
    var lastEnd: UInt64 = 0
    /// Requests that were due and never made, because those before them took too long.
    var overdueCount = 0

    /// Nothing yet, of so many methods.
    init(methodCount: Int) { methods = (0..<methodCount).map { _ in Method() } }

    /// Adds another share.
    mutating func add(_ other: LoadTally) {
        for (index, method) in other.methods.enumerated() { methods[index].add(method) }
        series.add(other.series)
        lastEnd = max(lastEnd, other.lastEnd)
        overdueCount += other.overdueCount
    }

    /// An empty histogram: 512 ns is the finest step.
    static func latencies() -> Latencies {
        Latencies(lowestDiscernibleValue: 1_000, highestTrackableValue: longest, numberOfSignificantValueDigits: .three)
    }

    private static let longest: UInt64 = 3_600_000_000_000
}
