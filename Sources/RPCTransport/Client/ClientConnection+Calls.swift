internal import EventLoop
internal import RPCCore

// What the frames of a connection mean: gRPC over HTTP/2, seen from the client.

extension ClientConnection {
    /// Sends a call. To be called when the connection is ready.
    func send(_ call: ClientCall) {
        guard let http2, isReady else { return giveBack(call) }
        let headers = heads.block(of: call.request, now: loop.clock.now())
        if case .message(let frame) = call.request.body {
            http2.send(frame, on: call)
            http2.finish(call)
        }
        do throws(HTTP2Failure) {
            try http2.request(on: call, headers: headers)
            call.connection = self
            wakeKeepalive()
            serve(call)
            flushSoon()
        } catch {
            // The stream numbers are used up, or a GOAWAY has come: a new connection serves the call.
            leave()
            giveBack(call)
        }
    }

    /// Serves what the tasks of a streaming call have left: messages to send, their end, replies that were read.
    func serve(_ call: ClientCall) {
        guard let http2, let streaming = call.streaming, call.isOpen, !call.isFinished else { return }
        giveBack(streaming.exchange.replies.takeCredit(), on: call, streaming)
        let (frames, isLast) = streaming.takeMessages()
        for frame in frames { http2.send(frame, on: call) }
        if isLast, !call.outbox.isFinished { http2.finish(call) }
        flushSoon()
    }

    /// Tells the server that nobody waits for the answer.
    func cancel(_ call: ClientCall) {
        http2?.reset(call, code: .cancel)
        flushSoon()
    }

    /// Resets the streams that the server has ended and this side has not, unless the server has done so: it needs what
    /// was still to be sent no more (RFC 9113 section 8.1).
    func resetEndedEarly() {
        guard !endedEarly.isEmpty else { return }
        for call in endedEarly where call.isOpen { http2?.reset(call, code: .cancel) }
        endedEarly.removeAll()
    }

    /// The connection has ended, and with it the call, unless it has not even been sent.
    func end(_ call: ClientCall, _ failure: ConnectionFailure) {
        call.connection = nil
        call.lostConnection()
        guard !call.isFinished else { return owner?.isOver(call) ?? call.stopTimer() }
        if call.hasSentRequest { call.finish(.failure(failure.callError)) } else { giveBack(call) }
    }

    private func giveBack(_ call: ClientCall) {
        let failure = ConnectionFailure(.closedByServer, "the server is going away", isUnprocessed: true)
        returned(call, failure.callError)
    }

    /// The server has not looked at the call, which can be made once more unless too much of it is gone.
    private func returned(_ call: ClientCall, _ error: RPCError) {
        if call.isRepeatable { owner?.returned(call, error) } else { call.finish(.failure(error)) }
    }

    /// Takes payload; what nobody has read keeps the stream's window smaller.
    private func receive(_ bytes: UnsafeRawBufferPointer, on call: ClientCall, _ streaming: ClientStreaming) {
        streaming.heldByteCount += bytes.count
        http2?.consumeConnection(credit.received(bytes.count))
        do throws(RPCError) {
            giveBack(try streaming.reader.receive(bytes), on: call, streaming)
        } catch {
            call.finish(.failure(error))
        }
    }

    private func giveBack(_ byteCount: Int, on call: ClientCall, _ streaming: ClientStreaming) {
        guard byteCount > 0 else { return }
        streaming.heldByteCount -= byteCount
        http2?.consumeConnection(credit.released(byteCount))
        http2?.consumeStream(byteCount, on: call)
    }

    /// The stream is gone; what nobody has read is the reader's alone.
    private func drop(_ streaming: ClientStreaming) {
        http2?.consumeConnection(credit.released(streaming.heldByteCount))
        streaming.heldByteCount = 0
    }

    /// Lets go of a call that has failed on this side.
    private func resetIfFinished(_ call: ClientCall) {
        if call.isFinished { http2?.reset(call, code: .cancel) }
    }
}

extension ClientConnection: HTTP2ConnectionHandler {
    /// Not called: servers open no streams since push is switched off.
    func openStream() -> HTTP2Stream { HTTP2Stream() }

    /// Not called: calls take the fields of their header lists themselves.
    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream) {}

    func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind) {
        guard let call = call(stream) else { return }
        hasAnswered = true
        call.receivedHeaders(kind)
        resetIfFinished(call)
    }

    func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        guard let call = call(stream), let streaming = call.streaming else {
            http2?.consume(bytes.count, on: stream)
            return receive(bytes, on: stream)
        }
        receive(bytes, on: call, streaming)
        resetIfFinished(call)
    }

    func receivedEnd(on stream: HTTP2Stream) {
        guard let call = call(stream) else { return }
        call.receivedEnd()
        if http2?.isSending(on: call) == true { endedEarly.append(call) }
    }

    func closed(_ stream: HTTP2Stream, code: HTTP2ErrorCode) {
        defer { owner?.gotRoom() }
        guard let call = stream as? ClientCall else { return }
        call.connection = nil
        call.streaming.map(drop)
        if !endedEarly.isEmpty { endedEarly.removeAll { $0 === call } }
        guard !call.isFinished else { return owner?.isOver(call) ?? call.stopTimer() }
        let error = RPCError(resetBy: call.isUnseen ? .refusedStream : code)
        if error.isUnprocessed { returned(call, error) } else { call.finish(.failure(error)) }
    }

    func receivedPong() {}

    func receivedGoAway(lastStreamID: Int32, code: HTTP2ErrorCode) {
        if code == .enhanceYourCalm, http2?.goAwayDebug.elementsEqual("too_many_pings".utf8) == true {
            owner?.pingedTooOften()
        }
        leave()
        // nghttp2 closes these next, those that were not sent yet among them.
        for stream in http2?.streams.all ?? [] where stream.id > lastStreamID { call(stream)?.isUnseen = true }
    }

    /// Payload of the answer to a unary call.
    private func receive(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        guard let call = call(stream) else { return }
        call.received(bytes)
        resetIfFinished(call)
    }

    /// The call of a stream, as long as its caller waits.
    private func call(_ stream: HTTP2Stream) -> ClientCall? {
        guard let call = stream as? ClientCall, !call.isFinished else { return nil }
        return call
    }
}

extension RPCError {
    /// The error of a call whose stream the server has reset ("HTTP2 Transport Mapping, Errors").
    init(resetBy code: HTTP2ErrorCode) {
        switch code {
        case .refusedStream:
            let failure = ConnectionFailure(
                .closedByServer, "the server refused the call before it looked at it", isUnprocessed: true)
            self.init(.unavailable, failure.message, origin: .peer, cause: failure)
        case .cancel: self.init(.cancelled, "the server cancelled the call", origin: .peer)
        case .enhanceYourCalm:
            self.init(.resourceExhausted, "the server is overloaded by this client", origin: .peer)
        case .inadequateSecurity:
            self.init(.permissionDenied, "the server demands better encryption", origin: .peer)
        default: self.init(.internal, "the server reset the call (HTTP/2 error \(code.rawValue))", origin: .peer)
        }
    }
}
