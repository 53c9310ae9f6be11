internal import EventLoop
internal import RPCCore

// Calls that the server has no room for are answered before they cost anything: when their header list has come.

extension ServerConnection {
    /// Counts a call among those in progress, if there is room for it.
    ///
    /// - Returns: What to tell the caller when there is none; nil when the call may begin.
    func overload(of stream: ServerStream) -> OverloadAnswer? {
        guard let method = stream.head.method, !method.isEssential else { return nil }
        guard loop.load.begin(method, wakeUp: loop.eventLoop.now) else { return loop.nextOverloadAnswer() }
        stream.isCounted = true
        return nil
    }

    /// A call is over, as far as the limit on calls is concerned.
    func settleLoad(of stream: ServerStream, now: UInt64) {
        loop.load.end(wasCounted: stream.isCounted, wakeUp: loop.eventLoop.now, now: now)
        stream.isCounted = false
    }
}
