internal import RPCCore

// Answers of unary calls that wait to be sent, and the calls that wait because of them. A client that opens no window, or
// does not read, is not to fill the server's memory with what it has asked for.

extension ServerConnection {
    /// Beyond so many times the limit, answers of calls that were at work already are not kept either.
    private static let droppingFactor = 4

    /// Has the handler called: now, or when the client has taken some of what waits for it.
    func admit(_ stream: ServerStream) {
        guard !hasWaitingCalls, hasRoomForReply else {
            own(stream)
            hasWaitingCalls = true
            return waitingCalls.append(WaitingCall(stream))
        }
        run(stream)
    }

    /// Calls the handlers of calls that wait, as far as there is room for their answers.
    func runWaitingCalls() {
        guard hasWaitingCalls else { return }
        defer { hasWaitingCalls = !waitingCalls.isEmpty }
        while hasRoomForReply, let call = waitingCalls.popFirst() {
            if call.isWaiting { run(call.stream) }
        }
    }

    /// Why the answer of a call that was at work is not kept; nil when it is.
    func refusalOfReply(on stream: ServerStream) -> RPCError? {
        let limit = loop.configuration.connectionReplyByteCountMax
        guard stream.phase == .running, unsentReplyByteCount / Self.droppingFactor >= limit else { return nil }
        return RPCError(.resourceExhausted, "this connection leaves too many answers unread")
    }

    /// So many bytes of an answer begin to wait.
    func queuedReply(_ byteCount: Int) { unsentReplyByteCount += byteCount }

    /// So many bytes of an answer are sent, or never will be.
    func releasedReply(_ byteCount: Int) { unsentReplyByteCount -= byteCount }

    /// Brings what all connections share up to date: once per wake-up, and mostly there is nothing to do.
    func settleReplyBudget() {
        let change = unsentReplyByteCount - countedReplyByteCount
        countedReplyByteCount = unsentReplyByteCount
        if change > 0 { replyBudget.take(change) }
        if change < 0 { replyBudget.giveBack(-change) }
    }

    private var hasRoomForReply: Bool {
        unsentReplyByteCount == 0
            || (unsentReplyByteCount < loop.configuration.connectionReplyByteCountMax && replyBudget.hasRoom)
    }
}
