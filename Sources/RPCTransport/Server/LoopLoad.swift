internal import EventLoop
internal import RPCCore

/// What one loop knows of the load, its own and the server's, to decide whether there is room for a call. Belongs to that
/// loop.
///
/// A class made of classes: changes to them cost no run-time check of exclusivity.
final class LoopLoad {
    /// Tasks of asynchronous handlers.
    let tasks: HandlerTasks

    private let calls: CallShare
    private let lag: LoopLag
    private let callCountMax: Int
    private let waitingHandlerCountMax: Int

    init(_ shared: ServerLoad, _ configuration: RPCServerConfiguration) {
        calls = CallShare(of: shared.calls)
        lag = LoopLag(
            lagMax: configuration.loopLagMax.nanoseconds, interval: configuration.loopLagInterval.nanoseconds)
        tasks = shared.tasks
        callCountMax = configuration.callCountMax
        waitingHandlerCountMax = configuration.waitingHandlerCountMax
    }

    /// Counts a call of this method among those in progress, if there is room for it. Returns whether there is.
    ///
    /// - Parameter wakeUp: When the loop woke up to the call.
    func begin(_ method: RPCMethod, wakeUp: UInt64) -> Bool {
        guard !lag.isOverloaded(wakeUp: wakeUp), hasThread(for: method) else { return false }
        return calls.take()
    }

    /// A call is over.
    ///
    /// - Parameters:
    ///   - wasCounted: Whether it was among those in progress.
    ///   - wakeUp: When the loop woke up to its end.
    func end(wasCounted: Bool, wakeUp: UInt64, now: UInt64) {
        lag.worked(at: now, wakeUp: wakeUp)
        if wasCounted { calls.giveBack() }
    }

    private func hasThread(for method: RPCMethod) -> Bool {
        guard case .streaming = method.handler else { return true }
        return tasks.waitingCount < waitingHandlerCountMax && tasks.count < callCountMax
    }
}
