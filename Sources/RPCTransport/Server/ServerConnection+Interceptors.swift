internal import EventLoop
internal import RPCCore

// What interceptors are told of the calls of a connection.

extension ServerConnection {
    /// Why a call ends whose stream was reset or whose connection is lost.
    static let callerIsGone = RPCError(.cancelled, "the caller cancelled the call or is gone")

    /// A call's header list has come.
    ///
    /// - Throws: Why the first interceptor that does refuses it; all are told.
    func announce(_ stream: ServerStream) throws(RPCError) {
        stream.isWatched = true
        stream.isRefused = false
        try loop.interceptors?.callBegan(stream)
    }

    /// The header list of a call has come that is refused already.
    func announceRefused(_ stream: ServerStream) {
        stream.isWatched = true
        stream.isRefused = true
        loop.interceptors?.refusedCallBegan(stream)
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
        guard let interceptors = loop.interceptors else { return }
        if let streaming = stream.streaming { stream.traffic.requestMessageCount = streaming.intake.messageCount }
        let ending = CallEnding(
            error: error, traffic: stream.traffic, nanoseconds: now - min(stream.startNanoseconds, now))
        interceptors.callEnded(stream, ending)
        loop.hasEndedCalls = true
    }
}
