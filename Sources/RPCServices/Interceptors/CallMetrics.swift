public import RPCCore
internal import Synchronization

/// Counts calls by method and status, how long they took, and what they carried.
///
/// Each event loop counts for itself; ``snapshot()`` adds up, on any thread. For one server.
public final class CallMetrics: ServerInterceptor {
    private struct State {
        var methods: [RPCMethod] = []
        var loops: [CallCounters] = []
    }

    private let state = Mutex(State())

    /// Counters that are all zero.
    public init() {}

    /// Counters of their own for a loop.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor {
        let counters = CallCounters(methodCount: methods.count)
        state.withLock { state in
            state.methods = methods
            state.loops.append(counters)
        }
        return counters
    }

    /// What has been counted since the server started: a row for each method, in the server's order, and behind them one
    /// for calls that name no method. Empty before the server starts.
    ///
    /// Loops go on counting meanwhile, so of a call that ends at this moment some numbers may be in and others not.
    public func snapshot() -> [MethodMetrics] {
        let (methods, loops) = state.withLock { ($0.methods, $0.loops) }
        guard !loops.isEmpty else { return [] }
        return (0...methods.count).map { index in
            var metrics = MethodMetrics(method: index < methods.count ? methods[index] : nil)
            for counters in loops { counters.add(method: index, to: &metrics) }
            return metrics
        }
    }
}
