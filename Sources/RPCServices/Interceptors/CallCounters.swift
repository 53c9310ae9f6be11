internal import RPCCore
internal import Synchronization

/// What ``CallMetrics`` counts on one event loop: written by that loop, read by any thread.
///
/// ```
/// method 0: started, handled by status …, calls by latency …, nanoseconds, messages and bytes in and out
/// method 1: …
/// ```
final class CallCounters: ServerInterceptor, @unchecked Sendable {
    // Sendable because the pointers never change, what they point to is freed with the last holder, and the counters are
    // atomic. Each is written by one loop only, so reading and writing back loses nothing, and no core waits for another.

    private typealias Counter = Atomic<UInt64>

    /// Where things stand within the counters of a method.
    private enum Place {
        static let started = 0
        static let handled = 1
        static let latency = handled + StatusCode.allCases.count
        static let nanoseconds = latency + LatencyHistogram.bucketCount
        static let requestMessages = nanoseconds + 1
        static let requestBytes = requestMessages + 1
        static let replyMessages = requestBytes + 1
        static let replyBytes = replyMessages + 1
        static let count = replyBytes + 1
    }

    private let counters: UnsafeMutablePointer<Counter>
    private let counterCount: Int
    private let methodCount: Int
    private let rowLength = Place.count
    private let bounds: [UInt64] = LatencyHistogram.boundsNanoseconds

    /// Counters for so many methods, and for calls that name none.
    init(methodCount: Int) {
        self.methodCount = methodCount
        counterCount = (methodCount + 1) * Place.count
        counters = .allocate(capacity: counterCount)
        for index in 0..<counterCount { (counters + index).initialize(to: Counter(0)) }
    }

    deinit {
        counters.deinitialize(count: counterCount)
        counters.deallocate()
    }

    func callBegan(_ call: any IncomingCall) { add(1, to: row(of: call) + Place.started) }

    func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        let row = row(of: call)
        add(1, to: row + Place.handled + Int(ending.status.rawValue))
        add(1, to: row + Place.latency + bucket(of: ending.nanoseconds))
        add(ending.nanoseconds, to: row + Place.nanoseconds)
        add(UInt64(ending.traffic.requestMessageCount), to: row + Place.requestMessages)
        add(UInt64(ending.traffic.requestByteCount), to: row + Place.requestBytes)
        add(UInt64(ending.traffic.replyMessageCount), to: row + Place.replyMessages)
        add(UInt64(ending.traffic.replyByteCount), to: row + Place.replyBytes)
    }

    /// Adds what was counted of a method.
    func add(method index: Int, to metrics: inout MethodMetrics) {
        let row = counters + min(index, methodCount) * rowLength
        metrics.startedCount += value(row + Place.started)
        for status in StatusCode.allCases {
            let count = value(row + Place.handled + Int(status.rawValue))
            if count > 0 { metrics.handledCounts[status, default: 0] += count }
        }
        for bucket in 0..<LatencyHistogram.bucketCount {
            metrics.latency.counts[bucket] += value(row + Place.latency + bucket)
        }
        metrics.latency.sumNanoseconds += value(row + Place.nanoseconds)
        metrics.traffic.requestMessageCount += Int(value(row + Place.requestMessages))
        metrics.traffic.requestByteCount += Int(value(row + Place.requestBytes))
        metrics.traffic.replyMessageCount += Int(value(row + Place.replyMessages))
        metrics.traffic.replyByteCount += Int(value(row + Place.replyBytes))
    }

    private func row(of call: any IncomingCall) -> UnsafeMutablePointer<Counter> {
        counters + min(call.methodIndex, methodCount) * rowLength
    }

    private func bucket(of nanoseconds: UInt64) -> Int {
        var bucket = 0
        while bucket < bounds.count, nanoseconds > bounds[bucket] { bucket += 1 }
        return bucket
    }

    private func add(_ number: UInt64, to counter: UnsafeMutablePointer<Counter>) {
        counter.pointee.store(value(counter) &+ number, ordering: .relaxed)
    }

    private func value(_ counter: UnsafeMutablePointer<Counter>) -> UInt64 {
        counter.pointee.load(ordering: .relaxed)
    }
}
