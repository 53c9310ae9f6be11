internal import EventLoop
internal import RPCCore

// Calls with asynchronous handlers: what their tasks send and read goes through queues, which this end serves on the loop.

extension ServerConnection {
    /// Starts the handler of a call whose header list is complete.
    func begin(_ stream: ServerStream, _ handler: @escaping StreamHandler) {
        let streaming = makeStreaming(for: stream)
        stream.becameStreaming(streaming)
        streaming.run(handler, among: loop.load.tasks)
    }

    /// Takes payload; what nobody has read keeps the stream's window smaller.
    func receive(_ bytes: UnsafeRawBufferPointer, on stream: ServerStream, _ streaming: ServerStreaming) {
        streaming.heldByteCount += bytes.count
        http2.consumeConnection(credit.received(bytes.count))
        guard stream.phase == .streaming else { return giveBack(bytes.count, on: stream, streaming) }
        considerWindow(of: stream)
        do throws(RPCError) {
            let credit = try streaming.intake.receive(bytes)
            try settle(streaming)
            giveBack(credit, on: stream, streaming)
        } catch {
            fail(stream, error)
        }
    }

    /// Serves what the tasks of a call have left: messages to send, its end, payload that was read.
    func serve(_ stream: ServerStream, _ streaming: ServerStreaming) {
        giveBack(streaming.intake.messages.takeCredit(), on: stream, streaming)
        // Giving back does not grow it, so nothing is thrown.
        try? settle(streaming)
        if stream.phase == .streaming { send(stream, streaming) }
        scheduleWriteIfIdle()
    }

    /// Ends a call before its handler has: at its deadline, or because of what the caller sent. Nothing waits: where a
    /// message would still have to go first, the stream is reset.
    func stop(_ stream: ServerStream, _ streaming: ServerStreaming, _ error: RPCError) {
        streaming.stop(error)
        stream.finish()
        if !streaming.hasSentHeaders {
            http2.respond(
                on: stream, onlyHeaders: HeaderBlock(ReplyMetadata(failure: error)).echoing(stream.head.requestID))
        } else if stream.unsentByteCount > 0 {
            http2.reset(stream, code: .cancel)
        } else {
            http2.finish(stream, trailers: HeaderBlock(ReplyMetadata(failureTrailers: error)))
        }
        scheduleWriteIfIdle()
    }

    /// The stream is gone, and what nobody has read with it.
    func drop(_ streaming: ServerStreaming) {
        http2.consumeConnection(credit.released(streaming.heldByteCount))
        streaming.heldByteCount = 0
        keepRequest(-streaming.keptByteCount)
        streaming.keptByteCount = 0
    }

    /// Counts what is kept of a call. What is incomplete counts although the peer may send as much again.
    ///
    /// - Throws: What a call is told that brings more than there is room for.
    private func settle(_ streaming: ServerStreaming) throws(RPCError) {
        let growth = streaming.heldByteCount + streaming.intake.incompleteByteCount - streaming.keptByteCount
        streaming.keptByteCount += growth
        keepRequest(growth)
        if growth > 0, let refusal = refusalOfRequests { throw refusal }
    }

    private func send(_ stream: ServerStream, _ streaming: ServerStreaming) {
        let (frames, end) = streaming.replies.take()
        if !streaming.hasSentHeaders {
            if case .failure(let error) = end, frames.isEmpty, isTrailersOnly(streaming.call) {
                return fail(stream, error)
            }
            guard let opening = streaming.call.settledOpening(isDue: !frames.isEmpty || end != nil) else { return }
            streaming.hasSentHeaders = true
            http2.startResponse(
                on: stream,
                headers: HeaderBlock(
                    opening.isCompressed ? .gzipResponseHeaders : .responseHeaders, opening.metadata
                ).echoing(stream.head.requestID))
        }
        for frame in frames {
            stream.traffic.replyMessageCount += frame.messageCount
            stream.traffic.replyByteCount += frame.byteCount
            http2.send(frame, on: stream)
        }
        guard let end else { return }
        stream.becameAnswered()
        announceEnd(of: stream, end.error)
        switch end {
        case .success(let trailers): http2.finish(stream, trailers: .success(trailers))
        case .failure(let error): http2.finish(stream, trailers: HeaderBlock(ReplyMetadata(failureTrailers: error)))
        }
    }

    /// Whether an error is all that the caller gets to know of a call: no metadata stands before it.
    private func isTrailersOnly(_ call: StreamingCall) -> Bool {
        call.settledOpening(isDue: false) == nil && !call.hasMetadata
    }

    private func giveBack(_ byteCount: Int, on stream: ServerStream, _ streaming: ServerStreaming) {
        guard byteCount > 0 else { return }
        streaming.heldByteCount -= byteCount
        http2.consumeConnection(credit.released(byteCount))
        http2.consumeStream(byteCount, on: stream)
    }

    private func makeStreaming(for stream: ServerStream) -> ServerStreaming {
        let configuration = loop.configuration
        let messageByteCountMax = configuration.requestMessageByteCountMax
        let inflated = loop.budgets.inflated
        let workIsDue = stream.notice()
        let messages = InboundMessages(creditIsDue: workIsDue)
        let replies = OutboundMessages<StreamingCall.End>(
            unsentByteCountMax: configuration.streamReplyByteCountMax, budget: replyBudget, workIsDue: workIsDue)
        let requests = MessageSequence { countMax async throws(RPCError) -> [ReceivedMessage] in
            let batch = try await messages.batch(countMax: countMax)
            guard batch.contains(where: \.wasCompressed) else { return batch }
            var inflatedBatch: [ReceivedMessage] = []
            for message in batch {
                inflatedBatch.append(
                    try MessageCompression.inflate(message, byteCountMax: messageByteCountMax, countedIn: inflated))
            }
            return inflatedBatch
        }
        let compress: @Sendable (MessageFrame) -> MessageFrame = { MessageCompression.compress($0) }
        let call = StreamingCall(
            method: stream.method, peer: peer, peerIdentity: peerIdentity, metadata: stream.metadata,
            deadline: stream.deadline, requests: requests, replies: replies,
            compress: stream.head.acceptsGzip ? compress : nil)
        let assembler = MessageAssembler(
            messageByteCountMax: messageByteCountMax, allowsCompression: stream.head.namesGzip)
        return ServerStreaming(call, intake: StreamIntake(assembler, into: messages), replies: replies)
    }
}

extension StreamingCall.End {
    /// What the handler threw; nil when it returned.
    fileprivate var error: RPCError? { if case .failure(let error) = self { error } else { nil } }
}
