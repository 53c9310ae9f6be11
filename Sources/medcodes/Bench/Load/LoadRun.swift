internal import EventLoop
internal import RPCTransport
internal import Synchronization

/// A load test under way. May be used from any thread.
final class LoadRun: Sendable {
    private struct State {
        var isStopped = false
        /// Ends the share of each loop.
        var stops: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let clients: [RPCClient]
    private let drawing: RequestDrawing
    private let plan: LoadPlan
    private let seed: UInt64

    /// A test that has not begun.
    ///
    /// - Parameter clients: As many as the plan has connections, each connected.
    init(_ clients: [RPCClient], drawing: RequestDrawing, plan: LoadPlan, seed: UInt64) {
        self.clients = clients
        self.drawing = drawing
        self.plan = plan
        self.seed = seed
    }

    /// Runs the test; gives what was counted and when the window was.
    func run(status: LoadStatus) async -> (LoadTally, LoadWindow) {
        let numbered = clients.enumerated().map { (number: $0.offset, client: $0.element) }
        let loops = Dictionary(grouping: numbered) { ObjectIdentifier($0.client.loop) }
        let window = LoadWindow(plan, start: MonotonicClock.system.now())
        var tally = LoadTally(methodCount: drawing.methods.count)
        await withTaskGroup(of: LoadTally.self) { group in
            for clients in loops.values {
                group.addTask { await self.share(clients, window, status) }
            }
            for await share in group { tally.add(share) }
        }
        return (tally, window)
    }

    /// Makes no more requests; ``run(status:)`` returns when the calls under way have ended.
    func stop() {
        let stops = state.withLock { state in
            state.isStopped = true
            return state.stops
        }
        for stop in stops { stop() }
    }

    /// Whether ``stop()`` was called.
    var wasStopped: Bool { state.withLock { $0.isStopped } }

    private func share(
        _ clients: [(number: Int, client: RPCClient)], _ window: LoadWindow, _ status: LoadStatus
    ) async -> LoadTally {
        let loop = clients[0].client.loop
        return await withCheckedContinuation { continuation in
            loop.execute { [self] in
                let share = LoadShare(on: loop, drawing: drawing, plan: plan, window: window, status: status)
                let bound = LoopBound(share, on: loop)
                let isStopped = state.withLock { state in
                    state.stops.append { loop.execute { bound.value.stop() } }
                    return state.isStopped
                }
                share.begin(clients, seed: seed) { continuation.resume(returning: share.tally) }
                if isStopped { share.stop() }
            }
        }
    }
}
