internal import EventLoop
internal import Glibc
internal import RPCCore
internal import RPCTransport

/// One loop's share of a load test: its connections, and what they have counted. Belongs to its loop.
final class LoadShare {
    let loop: EventLoop
    let drawing: RequestDrawing
    let plan: LoadPlan
    private(set) var window: LoadWindow
    private(set) var tally: LoadTally
    private let status: LoadStatus
    private var connections: [LoadConnection] = []
    private var busyCount = 0
    private var whenDone: (() -> Void)?

    /// A share without connections.
    init(on loop: EventLoop, drawing: RequestDrawing, plan: LoadPlan, window: LoadWindow, status: LoadStatus) {
        self.loop = loop
        self.drawing = drawing
        self.plan = plan
        self.window = window
        self.status = status
        tally = LoadTally(methodCount: drawing.methods.count)
    }

    /// Loads these connections, each with its number among all, until the window has passed and every call has ended.
    func begin(_ clients: [(number: Int, client: RPCClient)], seed: UInt64, whenDone: @escaping () -> Void) {
        self.whenDone = whenDone
        connections = clients.map { LoadConnection($0.client, number: $0.number, seed: seed, of: self) }
        busyCount = connections.count
        for connection in connections { connection.begin() }
    }

    /// Makes no more requests, and counts those under way.
    func stop() {
        window.end = min(window.end, loop.clock.now())
        for connection in connections { connection.advance() }
    }

    /// Whether what is due at this instant counts.
    func counts(_ due: UInt64) -> Bool { due >= window.countedStart && due < window.end }

    /// A call has ended, maybe one that does not count.
    ///
    /// - Parameter due: When the request should have been made.
    func record(_ draw: RequestDrawing.Draw, due: UInt64, _ outcome: Result<RPCClientReply, RPCError>) {
        let prepared = drawing.methods[draw.method]
        if case .success(let reply) = outcome, !reply.message.hasSameBytes(as: prepared.replies[draw.request]) {
            status.fail(prepared.method)
        }
        guard counts(due) else { return }
        let now = loop.clock.now()
        tally.lastEnd = max(tally.lastEnd, now)
        tally.series.record(at: now - window.countedStart)
        tally.methods[draw.method].requestByteCount += prepared.frames[draw.request].byteCount
        switch outcome {
        case .success(let reply):
            tally.methods[draw.method].succeeded(after: now - due)
            tally.methods[draw.method].replyByteCount += MessageFrame.prefixByteCount + reply.message.count
            status.count(failed: false)
        case .failure(let error):
            tally.methods[draw.method].failures[error.code, default: 0] += 1
            status.count(failed: true)
        }
    }

    /// A connection makes no more requests, and its calls have ended.
    ///
    /// - Parameter overdueCount: Requests that it should have made by now.
    func finished(overdueCount: Int) {
        tally.overdueCount += overdueCount
        busyCount -= 1
        guard busyCount == 0 else { return }
        connections = []
        whenDone?()
        whenDone = nil
    }
}

extension [UInt8] {
    fileprivate func hasSameBytes(as other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                // Both have a base address unless they are empty.
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return memcmp(left, right, count) == 0
            }
        }
    }
}
