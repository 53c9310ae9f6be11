import CommandLineSupport
import RPCCore
import Testing

@testable import medcodes

/// What a load test counts, and how it shows it.
@Suite struct LoadCountingTests {
    @Test("A series has at most so many stretches, and adds up with shorter and longer ones")
    func series() {
        var long = ThroughputSeries(slotWidth: 10)
        for offset in stride(from: UInt64(0), to: 12_000, by: 10) { long.record(at: offset) }
        #expect(long.slotWidth == 20 && long.counts.count == 600 && long.counts.allSatisfy { $0 == 2 })
        var short = ThroughputSeries(slotWidth: 10)
        for offset: UInt64 in [0, 9, 10, 25] { short.record(at: offset) }
        #expect(short.counts == [2, 1, 1])
        var sum = short
        sum.add(long)
        #expect(sum.slotWidth == 20 && sum.counts[0] == 5 && sum.counts[1] == 3 && sum.counts.count == 600)
        long.add(short)
        #expect(long == sum)
    }

    private static func result(_ change: (inout LoadTally) -> Void = { _ in }) -> LoadResult {
        var tally = LoadTally(methodCount: 2)
        // 1 µs to 1,000 µs, each once.
        for time in 1...1_000 { tally.methods[0].succeeded(after: UInt64(time) * 1_000) }
        tally.methods[1].failures = [.unavailable: 3, .deadlineExceeded: 1]
        tally.methods[0].replyByteCount = 3 << 20
        for offset in 0..<20 { tally.series.record(at: UInt64(offset) * 100_000_000) }
        tally.lastEnd = 3_000_000_000
        change(&tally)
        let drawing = RequestDrawing(
            [BenchMethod.get, .search].map {
                PreparedRequests(method: $0, frames: [MessageFrame(message: [])], replies: [[]])
            }, mix: .standard, popularity: .uniform)
        let plan = LoadPlan(duration: 2_000_000_000, timeout: 1)
        return LoadResult(
            tally, of: drawing, window: LoadWindow(plan, start: 1_000_000_000),
            conditions: LoadResult.Conditions(
                server: "<localhost>:7443", started: "2026-01-01 00:00:00 UTC", ratePerSecond: nil, connections: 4,
                streams: 8, mix: ["get": 1, "search": 2], keys: 10, popularity: "uniform", seed: 1, warmUpSeconds: 1,
                revision: 3),
            isInterrupted: false)
    }

    @Test("Percentiles, rates and errors are those of what was counted")
    func figures() throws {
        let result = Self.result()
        #expect(result.seconds == 2)
        #expect(result.total.requests == 1_004 && result.total.requestsPerSecond == 502)
        let latency = try #require(result.methods[0].latency)
        for (found, time) in [(latency.p50, 500.0), (latency.p90, 900), (latency.p99, 990), (latency.p999, 999)] {
            // 512 ns is the finest step.
            #expect(abs(found - time) < 1)
        }
        #expect(abs(latency.max - 1_000) < 1)
        #expect(latency.distribution.last?.percentile == 100)
        #expect(result.methods[1].latency == nil)
        #expect(result.methods[1].errors == ["UNAVAILABLE": 3, "DEADLINE_EXCEEDED": 1])
        #expect(result.throughput.requests == [Int](repeating: 1, count: 20))
    }

    @Test("The table has a row for each method and one for all, and warns of what makes it worth less")
    func table() {
        let rows = LoadTable.rows(of: Self.result()).tabSeparatedLines.map(\.plainText)
        #expect(rows.count == 3)
        #expect(rows[0].hasPrefix("GetCode\t1000\t500\t50") && rows[0].hasSuffix("\t0"))
        #expect(rows[1] == "SearchCodes\t4\t2\t–\t–\t–\t–\t–\t–\t1 DEADLINE_EXCEEDED, 3 UNAVAILABLE")
        let lines = LoadTable.lines(of: Self.result { $0.overdueCount = 7 }, columns: 120).map(\.plainText)
        #expect(lines.contains("2.0 s · 0 B of requests, 3.0 MiB of replies"))
        #expect(lines.last?.hasPrefix("7 requests were due and not made") == true)
    }

    @Test("Times and sizes have the unit that reads best")
    func quantities() {
        #expect(Quantity.duration(microseconds: 41.25) == "41.2 µs")
        #expect(Quantity.duration(microseconds: 1_840) == "1.84 ms")
        #expect(Quantity.duration(microseconds: 2_100_000) == "2.10 s")
        #expect(Quantity.bytes(1_023) == "1023 B")
        #expect(Quantity.bytes(1_536) == "1.5 KiB")
        #expect(Quantity.bytes(5 << 40) == "5.0 TiB")
    }

    @Test("The report is one page with two plots that needs nothing from elsewhere")
    func report() {
        let page = LoadReport.html(of: Self.result())
        #expect(page.ranges(of: "<svg ").count == 2 && page.ranges(of: "</svg>").count == 2)
        // A heading, two methods and both together.
        #expect(page.ranges(of: "<tr>").count == 4)
        #expect(page.contains("<title>Load test of &lt;localhost&gt;:7443</title>"))
        #expect(!page.contains("http") && !page.contains("<script") && !page.contains("NaN") && !page.contains("inf"))
    }

    @Test("A report without a single answer is a page too")
    func emptyReport() {
        let page = LoadReport.html(
            of: Self.result { tally in
                tally = LoadTally(methodCount: 2)
                tally.methods[0].failures = [.unavailable: 1]
            })
        #expect(page.contains("1 UNAVAILABLE") && !page.contains("nan") && !page.contains("inf"))
    }
}
