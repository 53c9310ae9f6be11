internal import Histogram
internal import RPCCore

/// What a load test came to, as `--json` writes it and reports show it. Times are microseconds.
struct LoadResult: Codable, Sendable {
    /// How the test was run.
    struct Conditions: Codable, Sendable {
        var server: String
        /// The day and the time in UTC.
        var started: String
        /// Requests per second of an open loop; nil for a closed one.
        var ratePerSecond: Double?
        var connections: Int
        var streams: Int
        /// The weights, by the methods' names on the command line.
        var mix: [String: Int]
        /// How many codes are asked for.
        var keys: Int
        var popularity: String
        var seed: UInt64
        var warmUpSeconds: Double
        /// The catalog's revision.
        var revision: Int64
    }

    /// How long the calls took that succeeded.
    struct Latency: Codable, Sendable {
        var mean: Double
        var p50: Double
        var p90: Double
        var p99: Double
        var p999: Double
        var max: Double
        /// The percentiles of the plot: the share of calls, in percent, and the time within which they ended.
        var distribution: [Point]

        /// A point of the distribution.
        struct Point: Codable, Sendable {
            var percentile: Double
            var microseconds: Double
        }
    }

    /// What was counted of one method, or of all.
    struct Row: Codable, Sendable {
        var method: String
        var requests: Int
        var requestsPerSecond: Double
        /// Calls that failed, by the name of their status.
        var errors: [String: Int]
        var requestBytes: Int
        var replyBytes: Int
        /// Nil when no call succeeded.
        var latency: Latency?
    }

    /// Calls that ended, over time.
    struct Throughput: Codable, Sendable {
        var secondsPerSlot: Double
        var requests: [Int]
    }

    var conditions: Conditions
    /// From the first request that counts to the end of the last.
    var seconds: Double
    var total: Row
    var methods: [Row]
    /// Requests that an open loop should have made and did not, because those before them took too long.
    var overdue: Int
    /// Whether the test was ended before its time.
    var isInterrupted: Bool
    var throughput: Throughput
}

extension LoadResult.Conditions {
    /// How requests come: `4 connections × 8 streams, each after an answer`.
    var pace: String {
        let pace = ratePerSecond.map { "\(Quantity.fixed($0, 0)) requests/s" } ?? "each after an answer"
        return "\(connections) connections × \(streams) streams, \(pace)"
    }

    /// What is asked: `get=80,search=20 about 10000 codes of revision 3, zipf:0.9`.
    var questions: String {
        let weights = BenchMethod.allCases.compactMap { method in
            mix[method.rawValue].map { "\(method.rawValue)=\($0)" }
        }
        return "\(weights.joined(separator: ",")) about \(keys) codes of revision \(revision), \(popularity)"
    }
}

extension LoadResult {
    /// The figures of a tally.
    init(
        _ tally: LoadTally, of drawing: RequestDrawing, window: LoadWindow, conditions: Conditions, isInterrupted: Bool
    ) {
        let seconds = Double(max(tally.lastEnd, window.countedStart + 1) - window.countedStart) / 1e9
        var all = LoadTally.Method()
        for method in tally.methods { all.add(method) }
        self.init(
            conditions: conditions, seconds: seconds, total: Row("all", all, seconds: seconds),
            methods: zip(drawing.methods, tally.methods).map { Row($0.method.name, $1, seconds: seconds) },
            overdue: tally.overdueCount, isInterrupted: isInterrupted,
            throughput: Throughput(
                secondsPerSlot: Double(tally.series.slotWidth) / 1e9, requests: tally.series.counts))
    }
}

extension LoadResult.Row {
    fileprivate init(_ method: String, _ counted: LoadTally.Method, seconds: Double) {
        let requests = counted.successCount + counted.failureCount
        self.init(
            method: method, requests: requests, requestsPerSecond: Double(requests) / seconds,
            errors: Dictionary(uniqueKeysWithValues: counted.failures.map { ($0.key.description, $0.value) }),
            requestBytes: counted.requestByteCount, replyBytes: counted.replyByteCount,
            latency: counted.successCount > 0 ? LoadResult.Latency(counted.latencies) : nil)
    }
}

extension LoadResult.Latency {
    /// The percentiles of the plot: ten steps from each nine to the next.
    private static let percentiles: [Double] =
        [0]
        + (0..<5).flatMap { nines in
            let left = [100, 10, 1, 0.1, 0.01][nines]
            return (1...9).map { 100 - left * (1 - Double($0) / 10) }
        }

    fileprivate init(_ latencies: LoadTally.Latencies) {
        func microseconds(_ percentile: Double) -> Double { Double(latencies.valueAtPercentile(percentile)) / 1000 }
        // Finer than one call in the tail there is nothing to know.
        let finest = 100 - 100 / Double(latencies.totalCount)
        self.init(
            mean: latencies.mean / 1000, p50: microseconds(50), p90: microseconds(90), p99: microseconds(99),
            p999: microseconds(99.9), max: Double(latencies.maxRecorded) / 1000,
            distribution: Self.percentiles.filter { $0 <= finest }
                .map { Point(percentile: $0, microseconds: microseconds($0)) }
                + [Point(percentile: 100, microseconds: Double(latencies.maxRecorded) / 1000)])
    }
}
