internal import RPCCore

// The windows of streams: small at first, and large for those that need it and may have it.

extension ServerConnection {
    /// So much of a unary call's request has come: the connection's window opens again, the stream's if it was admitted.
    func giveWindow(_ byteCount: Int, to stream: ServerStream) {
        http2.consumeConnection(byteCount)
        if case .admitted = stream.admission {
            http2.consumeStream(byteCount, on: stream)
        } else {
            stream.withheldByteCount += byteCount
        }
    }

    /// Lets the request of a unary call come, or has it wait, once it is known that it is large.
    func considerAdmission(of stream: ServerStream) {
        // What is at most half a window fits into it, even beside padding that is not worth an update of its own.
        guard stream.admission == .none, let byteCount = stream.body.declaredByteCount,
            byteCount > http2.configuration.firstWindowByteCount / 2
        else { return }
        if admission.ask(WaitingCall(stream), byteCount: byteCount) {
            letCome(stream, byteCount)
        } else {
            stream.admission = .waiting
        }
    }

    /// The request of a unary call is not kept any more: the next may come.
    func endAdmission(of stream: ServerStream) {
        guard case .admitted(let byteCount) = stream.admission else { return }
        stream.admission = .none
        admission.release(byteCount)
        while let next = admission.next(Self.waitingByteCount) { letCome(next.call.stream, next.byteCount) }
    }

    /// Lets a stream of messages send as far ahead as it may, once it turns out to send much.
    func considerWindow(of stream: ServerStream) {
        guard stream.admission == .none,
            stream.traffic.requestByteCount > http2.configuration.firstWindowByteCount / 4
        else { return }
        stream.admission = .admitted(0)
        http2.openWindow(of: stream)
    }

    private func letCome(_ stream: ServerStream, _ byteCount: Int) {
        stream.admission = .admitted(byteCount)
        http2.openWindow(of: stream)
        http2.consumeStream(stream.withheldByteCount, on: stream)
        stream.withheldByteCount = 0
    }

    private static func waitingByteCount(_ call: WaitingCall) -> Int? {
        call.isWaiting ? call.stream.body.declaredByteCount : nil
    }
}
