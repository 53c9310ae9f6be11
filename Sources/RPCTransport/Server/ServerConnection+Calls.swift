internal import EventLoop
internal import RPCCore

// What the frames of a connection mean: gRPC over HTTP/2, seen from the server.

extension ServerConnection: HTTP2ConnectionHandler {
    func openStream() -> HTTP2Stream {
        let stream = loop.takeStream()
        stream.open(on: self)
        return stream
    }

    func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind) {
        guard kind == .initial else { return }
        let stream = serverStream(stream)
        if !stream.hasOversizedHeaders, stream.head.httpRefusal != nil { return stream.becameRefused() }
        stream.startClock(now: loop.eventLoop.now)
        do throws(RPCError) {
            try check(stream)
        } catch {
            announceRefused(stream)
            return fail(stream, error)
        }
        if let overload = overload(of: stream) {
            announceRefused(stream)
            return refuse(stream, overload)
        }
        do throws(RPCError) { try announce(stream) } catch { return fail(stream, error) }
        begin(stream)
    }

    func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        let stream = serverStream(stream)
        stream.traffic.requestByteCount += bytes.count
        if let streaming = stream.streaming { return receive(bytes, on: stream, streaming) }
        guard stream.phase == .receiving else { return http2.consume(bytes.count, on: stream) }
        giveWindow(bytes.count, to: stream)
        if let borrower { own(borrower) }
        guard stream.phase == .receiving else { return }  // Owning may have failed the stream itself.
        do throws(RPCError) {
            if stream.body.isEmpty {
                try stream.body.receive(bytes)  // Borrowed, so it takes no memory of ours.
            } else {
                try keepingCount(of: stream) { body throws(RPCError) in try body.receive(bytes) }
            }
            borrower = stream
        } catch {
            return fail(stream, error)
        }
        considerAdmission(of: stream)
    }

    func receivedEnd(on stream: HTTP2Stream) {
        let stream = serverStream(stream)
        if stream.phase == .receiving { admit(stream) }
        if stream.phase == .streaming { stream.streaming?.intake.finish() }
        if stream.phase == .refused { refuse(stream) }
        if borrower === stream { borrower = nil }
    }

    func closed(_ stream: HTTP2Stream, code: HTTP2ErrorCode) {
        let stream = serverStream(stream)
        if borrower === stream { borrower = nil }
        stream.cancel()
        announceEnd(of: stream, Self.callerIsGone)
        stream.streaming.map(drop)
        dropBody(of: stream)
        if stream.streaming == nil { releasedReply(stream.unsentByteCount) }
        loop.giveBack(stream)
        if http2.streams.isEmpty { becameIdle() }
    }

    func receivedSettings() { settingsCame() }

    func receivedPing() { pinged() }

    func receivedPong() { drainWasHeard() }

    /// A client that goes away still gets the answers to the calls it has open.
    func receivedGoAway(lastStreamID: Int32, code: HTTP2ErrorCode) {}
}

extension ServerConnection {
    /// Sends a successful answer.
    func succeed(_ stream: ServerStream, _ reply: UnaryReply) {
        guard stream.isOpen else { return stream.finish() }
        if let error = refusalOfReply(on: stream) { return fail(stream, error) }
        stream.finish()
        let isCompressed = reply.isCompressible && stream.head.acceptsGzip
        let frame = isCompressed ? MessageCompression.compress(reply.frame) : reply.frame
        stream.traffic.replyMessageCount = 1
        stream.traffic.replyByteCount = frame.byteCount
        announceEnd(of: stream, nil)
        queuedReply(frame.byteCount)
        http2.respond(
            on: stream,
            headers: http2.responseHeaders(isCompressed ? .gzipResponseHeaders : .responseHeaders, reply.metadata)
                .echoing(stream.head.requestID),
            frame: frame, trailers: .success(reply.trailers))
        scheduleWriteIfIdle()
    }

    /// Ends a call with an error.
    func fail(_ stream: ServerStream, _ error: RPCError) {
        announceEnd(of: stream, error)
        if let streaming = stream.streaming { return stop(stream, streaming, error) }
        stream.finish()
        dropBody(of: stream)
        if error.initialMetadata.isEmpty {
            http2.respond(
                on: stream, onlyHeaders: HeaderBlock(ReplyMetadata(failure: error)).echoing(stream.head.requestID))
        } else {
            http2.startResponse(
                on: stream,
                headers: HeaderBlock(.responseHeaders, ReplyMetadata(error.initialMetadata))
                    .echoing(stream.head.requestID))
            http2.finish(stream, trailers: HeaderBlock(ReplyMetadata(failureTrailers: error)))
        }
        scheduleWriteIfIdle()
    }

    /// Answers a request that is none of gRPC's. One that is still coming gets no body, so that it ends with its headers.
    func refuse(_ stream: ServerStream) {
        guard let refusal = stream.head.httpRefusal else { return }
        stream.finish()
        if let body = refusal.body, stream.isRemoteEnded {
            queuedReply(body.byteCount)
            http2.respond(on: stream, headers: HeaderBlock(refusal.headers), body: body)
        } else {
            http2.respond(on: stream, onlyHeaders: HeaderBlock(refusal.headers))
        }
        scheduleWriteIfIdle()
    }

    /// Copies what has come of a request, because the memory it lies in will be used again.
    func own(_ stream: ServerStream) {
        guard stream.phase == .receiving else { return }
        do throws(RPCError) {
            try keepingCount(of: stream) { body throws(RPCError) in body.own() }
        } catch {
            fail(stream, error)
        }
    }

    /// Checks what the protocol asks of a call, whatever the interceptors say.
    ///
    /// - Throws: Why the call is not served.
    private func check(_ stream: ServerStream) throws(RPCError) {
        if stream.hasOversizedHeaders { throw RPCError(.resourceExhausted, "the header list is over the limit") }
        if !stream.head.isServable, let error = stream.head.refusal(methods: loop.methods) { throw error }
        guard stream.deadline.hasPassed(at: stream.startNanoseconds) else { return }
        throw RPCError(.deadlineExceeded, "the deadline had passed when the call came")
    }

    private func refuse(_ stream: ServerStream, _ overload: OverloadAnswer) {
        announceEnd(of: stream, overload.error)
        stream.finish()
        http2.respond(on: stream, onlyHeaders: HeaderBlock(overload.headers))
        scheduleWriteIfIdle()
    }

    private func begin(_ stream: ServerStream) {
        if stream.deadline != .never {
            newcomers.append(stream)
            hasNewcomers = true
        }
        switch stream.method.handler {
        case .immediate:
            stream.body.begin(
                messageByteCountMax: loop.configuration.requestMessageByteCountMax,
                allowsCompression: stream.head.namesGzip)
        case .streaming(let handler): begin(stream, handler)
        }
    }

    /// Calls the handler: the request is complete.
    func run(_ stream: ServerStream) {
        guard case .immediate(let handler) = stream.method.handler else { return }
        do throws(RPCError) {
            let answer = try stream.body.withMessage { isCompressed, message throws(RPCError) in
                stream.traffic.requestMessageCount = 1
                return isCompressed ? try inflate(message, for: stream, handler) : try handler(message, stream)
            }
            dropBody(of: stream)
            switch answer {
            case .reply(let reply): succeed(stream, reply)
            case .detached: stream.becameDetached()
            }
        } catch {
            fail(stream, error)
        }
    }

    /// Calls the handler with a message that came compressed.
    private func inflate(
        _ message: UnsafeRawBufferPointer, for stream: ServerStream, _ handler: UnaryHandler
    ) throws(RPCError) -> UnaryAnswer {
        let bytes = try MessageCompression.inflate(
            message, byteCountMax: loop.configuration.requestMessageByteCountMax)
        stream.isRequestCompressed = true
        return try bytes.withUnsafeBufferPointer { bytes throws(RPCError) in
            try handler(UnsafeRawBufferPointer(bytes), stream)
        }
    }

    /// Forgets what has come of a request.
    func dropBody(of stream: ServerStream) {
        keepRequest(-stream.body.ownedByteCount)
        stream.body.removeAll()
        endAdmission(of: stream)
    }

    /// Changes a body, and keeps `requestByteCount` true.
    private func keepingCount(
        of stream: ServerStream, _ change: (SingleMessage) throws(RPCError) -> Void
    ) throws(RPCError) {
        let before = stream.body.ownedByteCount
        do throws(RPCError) {
            try change(stream.body)
        } catch {
            keepRequest(stream.body.ownedByteCount - before)
            throw error
        }
        let growth = stream.body.ownedByteCount - before
        keepRequest(growth)
        if growth > 0, let refusal = refusalOfRequests { throw refusal }
    }

    private func serverStream(_ stream: HTTP2Stream) -> ServerStream {
        // Every stream of this connection comes from `openStream`.
        unsafeDowncast(stream, to: ServerStream.self)
    }
}
