internal import EventLoop
internal import RPCCore

// What interceptors are told of the calls of a connection.

extension ServerConnection {
    /// Why a call ends whose stream was reset or whose connection is lost.
    static let callerIsGone = RPCError(.cancelled, "the caller cancelled the call or is gone")

    /// A call's header list has come.
    ///
    /// - Parameter refusal: Why it is refused already; nil when it is not.
    /// - Returns: Why it is refused now.
    func announce(_ stream: ServerStream, refusal: RPCError?) -> RPCError? {
        var refusal = refusal
        stream.isWatched = true
        stream.isRefused = refusal != nil
        for interceptor in loop.interceptors {
            do throws(RPCError) {
                try interceptor.callBegan(stream)
            } catch {
                guard !stream.isRefused else { continue }
                refusal = error
                stream.isRefused = true
            }
        }
        return refusal
    }

    /// The answer of a call is known, or will never be. Only the first end of a call counts.
    ///
    /// - Parameter error: What the caller is told; nil for OK.
    func announceEnd(of stream: ServerStream, _ error: RPCError?) {
        guard stream.isWatched else { return }
        stream.isWatched = false
        // The loop may not have read the clock since the call came, so it is read here: 0.02 µs.
        let now = loop.eventLoop.clock.now()
        settleLoad(of: stream, now: now)
        guard !loop.interceptors.isEmpty else { return }
        if let streaming = stream.streaming { stream.traffic.requestMessageCount = streaming.intake.messageCount }
        let ending = CallEnding(
            error: error, traffic: stream.traffic, nanoseconds: now - min(stream.startNanoseconds, now))
        for interceptor in loop.interceptors { interceptor.callEnded(stream, ending) }
        loop.hasEndedCalls = true
    }
}
