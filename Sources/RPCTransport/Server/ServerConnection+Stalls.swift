internal import EventLoop
internal import RPCCore

// Requests that stop in the middle. Streams may rightly rest for hours; a request of one message is either on its way or
// forgotten, and what has come of it lies in memory.

extension ServerConnection {
    /// Has stalled requests looked for as long as the connection stands and has calls open.
    func watchRequests() {
        guard !http2.streams.isEmpty, place != nil, !requestTimer.isSet else { return }
        requestTimer.set(after: loop.configuration.requestStallTimeout / RequestProgress.checksMax)
    }

    /// Ends the calls whose requests have stalled. Those that wait to be admitted can do nothing about it.
    func endStalledRequests() {
        let stalled = http2.streams.all.compactMap { $0 as? ServerStream }.filter { stream in
            !stream.isRemoteEnded && stream.admission != .waiting
                && (stream.phase == .receiving || stream.phase == .refused)
                && stream.progress.isStalled(byteCount: stream.body.ownedByteCount)
        }
        for stream in stalled { end(stalled: stream) }
        write()
        watchRequests()
    }

    private func end(stalled stream: ServerStream) {
        if stream.phase == .refused { return refuse(stream) }
        fail(stream, RPCError(.deadlineExceeded, "the request stopped before it was complete"))
    }
}
