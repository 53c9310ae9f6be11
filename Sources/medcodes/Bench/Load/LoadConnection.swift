internal import EventLoop
internal import RPCCore
internal import RPCTransport

/// One connection of a load test. Belongs to its share's loop, and is held by its share until its last call has ended.
///
/// In an open loop request i of all is due at start + i / rate, and connection k of n makes those with i mod n = k. A request
/// that is due while no stream is free is made as soon as one is, and its time still counts from when it was due: a server
/// that stalls is charged with every request that it kept from being made (Gil Tene, "How not to measure latency").
final class LoadConnection {
    private unowned let share: LoadShare
    private let client: RPCClient
    private var generator: SplitMix64
    /// The time between two requests, in nanoseconds; nil in a closed loop.
    private let interval: Double?
    /// When request number 0 of this connection is due.
    private let firstDue: Double
    /// Requests that count and that this connection may still make.
    private var budget: Int
    private var madeCount = 0
    private var underWayCount = 0
    private var isFinished = false
    private lazy var timer = LoopTimer(on: share.loop) { [unowned self] in advance() }

    /// A connection with this number among all of the plan, from 0.
    init(_ client: RPCClient, number: Int, seed: UInt64, of share: LoadShare) {
        self.share = share
        self.client = client
        let plan = share.plan
        generator = SplitMix64(seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        budget =
            plan.requestCountMax.map { count in
                count / plan.connectionCount + (number < count % plan.connectionCount ? 1 : 0)
            } ?? .max
        if case .perSecond(let rate) = plan.arrivals {
            interval = Double(plan.connectionCount) * 1e9 / rate
            firstDue = Double(number) * 1e9 / rate
        } else {
            interval = nil
            firstDue = 0
        }
    }

    /// Begins to make requests.
    func begin() { advance() }

    /// Makes what requests it can; ends when there is nothing more to come.
    func advance() {
        guard !isFinished else { return }
        let now = share.loop.clock.now()
        while underWayCount < share.plan.streamCount, let due = nextDue(now: now) {
            guard due <= now else {
                timer.set(at: due)
                return
            }
            make(due: due)
        }
        if underWayCount == 0 { finish(now: now) }
    }

    /// When the next request is due; nil when there is none.
    private func nextDue(now: UInt64) -> UInt64? {
        let due = interval.map { share.window.start + UInt64(firstDue + Double(madeCount) * $0) } ?? now
        return due < share.window.end && now < share.window.end && budget > 0 ? due : nil
    }

    private func make(due: UInt64) {
        madeCount += 1
        underWayCount += 1
        if share.counts(due) { budget -= 1 }
        let draw = share.drawing.draw(using: &generator)
        let method = share.drawing.methods[draw.method]
        let deadline = Deadline(nanosecondsLeft: share.plan.timeout, now: share.loop.clock.now())
        let connection = LoopBound(self, on: share.loop)
        // A connection that is lost is made anew; requests wait for that instead of failing as fast as they can be made.
        client.begin(
            path: method.method.path, request: method.frames[draw.request],
            options: RPCCallOptions(metadata: share.plan.metadata, deadline: deadline, waitsForReady: true)
        ) { outcome in
            connection.value.ended(draw, due: due, outcome)
        }
    }

    private func ended(_ draw: RequestDrawing.Draw, due: UInt64, _ outcome: Result<RPCClientReply, RPCError>) {
        underWayCount -= 1
        share.record(draw, due: due, outcome)
        advance()
    }

    private func finish(now: UInt64) {
        isFinished = true
        timer.cancel()
        share.finished(overdueCount: overdueCount(at: min(now, share.window.end)))
    }

    /// Requests that were due before this instant, counted, and were not made.
    private func overdueCount(at end: UInt64) -> Int {
        guard let interval, budget > 0, end > share.window.start else { return 0 }
        let dueCount = Int(((Double(end - share.window.start) - firstDue) / interval).rounded(.up))
        return min(max(0, dueCount - madeCount), budget)
    }
}
