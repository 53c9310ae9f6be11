import CAllocationCounter
import Logging
import RPCCore
import Testing

@testable import RPCServices

@Suite("Call metrics")
struct CallMetricsTests {
    private let metrics = CallMetrics()

    @Test("Has nothing to say before a server starts")
    func empty() { #expect(metrics.snapshot().isEmpty) }

    @Test("Counts by method and status, over all loops")
    func counts() throws {
        let loops = [metrics.onLoop(StubIncomingCall.methods), metrics.onLoop(StubIncomingCall.methods)]
        for loop in loops {
            try loop.callBegan(StubIncomingCall(1))
            loop.callEnded(StubIncomingCall(1), .after(microseconds: 7))
        }
        try loops[0].callBegan(StubIncomingCall(1))
        loops[0].callEnded(StubIncomingCall(1), .after(microseconds: 30, .notFound))
        try loops[0].callBegan(StubIncomingCall(1))
        let rows = metrics.snapshot()
        #expect(rows.map(\.method?.name) == ["Read", "Write", "Erase", nil])
        #expect(rows[1].startedCount == 4)
        #expect(rows[1].handledCounts == [.ok: 2, .notFound: 1])
        #expect(rows[1].handledCount == 3)
        #expect(rows[1].latency.counts.prefix(3) == [2, 0, 1])
        #expect(rows[1].latency.sumNanoseconds == 44_000)
        #expect(rows[1].traffic.requestMessageCount == 3)
        #expect(rows[1].traffic.requestByteCount == 30)
        #expect(rows[1].traffic.replyMessageCount == 3)
        #expect(rows[1].traffic.replyByteCount == 300)
        #expect(rows[0].startedCount == 0 && rows[2].startedCount == 0)
    }

    @Test("Counts calls of no method in a row of their own, whatever their index", arguments: [3, 4, .max])
    func unknownMethod(index: Int) throws {
        let loop = metrics.onLoop(StubIncomingCall.methods)
        try loop.callBegan(StubIncomingCall(index))
        loop.callEnded(StubIncomingCall(index), .after(microseconds: 1, .unimplemented))
        #expect(metrics.snapshot().last?.startedCount == 1)
        #expect(metrics.snapshot().last?.handledCounts == [.unimplemented: 1])
    }

    @Test(
        "Puts a time into the first bucket that is long enough",
        arguments: [
            (0, 0), (10, 0), (11, 1), (25, 1), (26, 2), (1000, 6), (1001, 7), (10_000_000, 18), (10_000_001, 19),
        ])
    func buckets(microseconds: UInt64, bucket: Int) {
        let loop = metrics.onLoop(StubIncomingCall.methods)
        loop.callEnded(StubIncomingCall(0), .after(microseconds: microseconds))
        let counts = metrics.snapshot()[0].latency.counts
        #expect(counts.firstIndex(of: 1) == bucket)
        #expect(counts.reduce(0, +) == 1)
    }

    @Test("Knows every status")
    func statuses() {
        let loop = metrics.onLoop(StubIncomingCall.methods)
        for code in StatusCode.allCases { loop.callEnded(StubIncomingCall(0), .after(microseconds: 1, code)) }
        #expect(metrics.snapshot()[0].handledCounts.count == StatusCode.allCases.count)
        #expect(metrics.snapshot()[0].handledCounts.values.allSatisfy { $0 == 1 })
    }

    @Test("Costs no memory per call, with a silent log beside it")
    func allocations() throws {
        let silent = CapturedLog().logger(level: .notice)
        let offered: [any ServerInterceptor] = [metrics, CallLog(to: silent)]
        let interceptors = offered.map { $0.onLoop(StubIncomingCall.methods) }
        let call = StubIncomingCall(0)
        let ending = CallEnding.after(microseconds: 5)
        for interceptor in interceptors {
            let before = allocation_counter_value()
            for _ in 0..<100 {
                try interceptor.callBegan(call)
                interceptor.callEnded(call, ending)
                _ = interceptor.answersLeave()
            }
            let allocations = allocation_counter_value() - before
            if allocation_counter_works() != 0 { #expect(allocations == 0) }
        }
        #expect(metrics.snapshot()[0].startedCount == 100)
    }
}
