internal import CNghttp2
internal import RPCCore

/// One end of an HTTP/2 connection as bytes in, events and bytes out: no socket, no clock, no thread.
///
/// ```
/// bytes ─ receive ─▶ │ nghttp2 │ ─ events ─▶ handler
/// bytes ◀─ send ──── │         │ ◀─ respond, request, reset … ─ handler
/// ```
/// Belongs to one loop. The handler is not held: it owns the connection and makes all calls to it, so it is there during
/// each of them.
final class HTTP2Connection {
    /// The open streams, in no particular order.
    let streams = StreamList()

    /// Whether a header list has begun and not ended: the client can send nothing else now.
    var isReceivingHeaders: Bool { track.isInsideHeaderList }

    /// Whether the peer went over a limit, and was or will be told: nothing more it says is listened to.
    private(set) var isSentAway = false
    /// HEADERS and DATA frames sent so far.
    private(set) var sentFrameCount: UInt64 = 0
    /// What the peer's last GOAWAY says beside its code, cut to ``goAwayDebugByteCountMax``.
    var goAwayDebug: [UInt8] = []
    /// Counts the frames that end streams and the connection, if anybody wants to know.
    var endingFrames: EndingFrames?
    /// The instant of the owner's clock, in nanoseconds; the owner sets it before it calls. Budgets refill by it.
    var now: UInt64 = 0

    /// Bytes of a GOAWAY's debug data that are kept.
    static let goAwayDebugByteCountMax = 64

    let configuration: HTTP2Configuration
    // `unsafe` spares two atomic operations for each header field; the owner's being there is proved above.
    unowned(unsafe) let handler: any HTTP2ConnectionHandler

    private let session: Session
    private var headerTable = HeaderTableState.changing
    /// Whether nghttp2 has a frame ready that the output had no room for.
    private var frameWaits = false
    private let skipped = SkippedStreams()
    private let track = FrameTrack()
    private let receivedLists = ReceivedHeaderLists()
    private let sentLists = SentHeaderLists()
    private var resets: FrameBudget
    private var idleFrames: FrameBudget
    /// The stream of the last event: a header list and its payload follow each other, so this saves most lookups.
    /// Unretained, since it is in `streams`; forgotten when it leaves them.
    private var recent: Unmanaged<HTTP2Stream>?
    private var recentID: Int32 = 0
    /// Where ``send(to:byteCountMax:)`` writes, while it runs.
    private var output: ByteBuffer?
    private var outputByteCountMax = 0
    /// The frame that is sent in the place of the first one that nghttp2 makes; nil once it is.
    private var announcement: [UInt8]?
    /// Reused for each header list that is sent.
    private let fields = FieldList()

    /// Starts the connection: the announcement of our settings is ready to be sent.
    ///
    /// - Parameter memory: Where nghttp2 takes its memory from; nil for `malloc`.
    /// - Throws: `HTTP2Failure` when memory runs out.
    init(
        configuration: HTTP2Configuration, handler: any HTTP2ConnectionHandler, memory: SessionMemory? = nil
    ) throws(HTTP2Failure) {
        self.configuration = configuration
        self.handler = handler
        let limits = configuration.floodLimits
        resets = FrameBudget(burst: limits.resetBurst, perSecond: limits.resetsPerSecond)
        idleFrames = FrameBudget(
            burst: limits.idleFrameBurst, perSecond: limits.idleFramesPerSecond, countMax: limits.idleFrameCountMax)
        session = try Session(configuration: configuration, memory: memory)
        // Lifetime: nghttp2 gets this object unretained. `session` is ours alone and goes with us, and nghttp2 calls back
        // only from within calls that we make, so every callback finds us alive.
        session.setUserData(Unmanaged.passUnretained(self).toOpaque())
        announcement = try session.announce(configuration)
    }

    // MARK: Bytes

    /// Takes bytes from the peer, and tells the handler what they mean.
    ///
    /// - Throws: `HTTP2Failure`; the connection is to be closed after what ``send(to:byteCountMax:)`` still gives.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Failure) {
        defer { recent = nil }
        guard configuration.role == .server else { return try give(bytes) }
        var given = 0
        var at = 0
        while let event = track.next(in: bytes, at: &at) {
            switch event {
            case .fault(let fault):
                try give(UnsafeRawBufferPointer(rebasing: bytes[given...]))
                throw refuse(fault)
            case .headers(let place):
                try give(UnsafeRawBufferPointer(rebasing: bytes[given..<place.lowerBound]))
                given = place.upperBound
                defer { receivedLists.end() }
                try give(receivedLists.begin(UnsafeRawBufferPointer(rebasing: bytes[place])))
            }
        }
        try give(UnsafeRawBufferPointer(rebasing: bytes[given...]))
    }

    /// Gives nghttp2 bytes that the peer has sent.
    private func give(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Failure) {
        guard !bytes.isEmpty else { return }
        let taken = nghttp2_session_mem_recv(
            session.pointer, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        guard taken < 0 else { return }
        let failure = HTTP2Failure(libraryCode: taken)
        // The one mistake about which nghttp2 says nothing to the peer.
        if failure.isBadPreface { sendAway(code: .protocolError, debug: "this is not the preface of HTTP/2") }
        throw failure
    }

    /// Answers what nghttp2 does not watch for.
    private func refuse(_ fault: FrameTrack.Fault) -> HTTP2Failure {
        switch fault {
        case .selfDependency: sendAway(code: .protocolError, debug: "a stream depends on itself")
        case .endedStream: sendAway(code: .streamClosed, debug: "the stream was ended before")
        }
        return HTTP2Failure(libraryCode: Int(NGHTTP2_ERR_PROTO.rawValue))
    }

    /// Appends what is to be sent to `output` until that holds `byteCountMax` bytes or more (by less than one frame).
    ///
    /// - Throws: `HTTP2Failure` when memory runs out.
    func send(to output: ByteBuffer, byteCountMax: Int) throws(HTTP2Failure) {
        self.output = output
        outputByteCountMax = byteCountMax
        defer {
            self.output = nil
            recent = nil
        }
        let status = nghttp2_session_send(session.pointer)
        guard status == 0 else { throw HTTP2Failure(libraryCode: Int(status)) }
    }

    /// Whether there is something to send that flow control allows.
    var wantsToSend: Bool { nghttp2_session_want_write(session.pointer) != 0 }

    /// Whether the connection is over: nothing to send, and nothing the peer says would be listened to.
    var isFinished: Bool { (isSentAway || nghttp2_session_want_read(session.pointer) == 0) && !wantsToSend }

    // MARK: Streams

    /// A header list to begin an answer with. It costs least when the objects are the same as for earlier answers.
    func responseHeaders(_ own: ReplyMetadata, _ custom: ReplyMetadata) -> HeaderBlock { sentLists.list(own, custom) }

    /// Answers a request, completely: headers, one message, trailers.
    func respond(
        on stream: HTTP2Stream, headers: consuming HeaderBlock, frame: consuming MessageFrame,
        trailers: consuming HeaderBlock
    ) {
        guard mayRespond(on: stream) else { return }
        if let list = sentLists.find(headers) {
            stream.outbox.sentBefore = list
            fields.setFirst(of: headers)
        } else {
            fields.set(headers)
        }
        stream.outbox.fill(headers: headers, frame: frame, trailers: trailers)
        submitResponse(on: stream)
    }

    /// Answers a request with headers that also end the stream ("Trailers-Only").
    func respond(on stream: HTTP2Stream, onlyHeaders headers: HeaderBlock) {
        guard mayRespond(on: stream) else { return }
        stream.outbox.headers = headers
        fields.set(headers)
        check(nghttp2_submit_response(session.pointer, stream.id, fields.start, fields.count, nil))
    }

    /// Answers a request with an HTTP body that is no message of gRPC's.
    func respond(on stream: HTTP2Stream, headers: HeaderBlock, body: MessageFrame) {
        stream.outbox.append(body)
        stream.outbox.finish(trailers: nil)
        startResponse(on: stream, headers: headers)
    }

    /// Begins a response whose messages come later, through ``send(_:on:)`` and ``finish(_:trailers:)``.
    func startResponse(on stream: HTTP2Stream, headers: HeaderBlock) {
        guard mayRespond(on: stream) else { return }
        stream.outbox.headers = headers
        fields.set(headers)
        submitResponse(on: stream)
    }

    /// Submits the fields of `fields`, which the stream's outbox holds.
    private func submitResponse(on stream: HTTP2Stream) {
        var source = dataSource(stream)
        check(nghttp2_submit_response(session.pointer, stream.id, fields.start, fields.count, &source))
    }

    /// Whether a response may begin: once, since nghttp2 points into the fields of the one that has until they are sent.
    private func mayRespond(on stream: HTTP2Stream) -> Bool {
        assert(stream.outbox.headers == nil, "a stream is answered twice")
        return stream.isOpen && stream.outbox.headers == nil
    }

    /// Opens a stream with a request. Clients only. Messages added to the stream before or after are its payload.
    ///
    /// - Throws: `HTTP2Failure` when the peer wants no new streams or the numbers are used up.
    func request(on stream: HTTP2Stream, headers: HeaderBlock) throws(HTTP2Failure) {
        guard nghttp2_session_check_request_allowed(session.pointer) != 0 else {
            throw HTTP2Failure(libraryCode: Int(NGHTTP2_ERR_START_STREAM_NOT_ALLOWED.rawValue))
        }
        stream.outbox.headers = headers
        fields.set(headers)
        var source = dataSource(stream)
        let id = nghttp2_submit_request(
            session.pointer, nil, fields.start, fields.count, &source, Unmanaged.passUnretained(stream).toOpaque())
        guard id > 0 else { throw HTTP2Failure(libraryCode: Int(id)) }
        add(stream, id: id)
    }

    /// Adds a message to a stream that was not finished. It may be called before the stream is opened.
    func send(_ frame: MessageFrame, on stream: HTTP2Stream) {
        stream.outbox.append(frame)
        resume(stream)
    }

    /// Nothing more will be sent on this stream: after its last message come the trailers, if any, and its end.
    func finish(_ stream: HTTP2Stream, trailers: HeaderBlock? = nil) {
        stream.outbox.finish(trailers: trailers)
        resume(stream)
    }

    /// Whether the peer lets this end open another stream now (SETTINGS_MAX_CONCURRENT_STREAMS). Clients only.
    var hasRoom: Bool {
        streams.count < nghttp2_session_get_remote_settings(session.pointer, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS)
    }

    /// Whether this end of an open stream has still something to send, be it the end alone.
    func isSending(on stream: HTTP2Stream) -> Bool {
        stream.isOpen && nghttp2_session_get_stream_local_close(session.pointer, stream.id) == 0
    }

    /// Ends a stream at once, in both directions.
    func reset(_ stream: HTTP2Stream, code: HTTP2ErrorCode) {
        guard stream.isOpen else { return }
        check(nghttp2_submit_rst_stream(session.pointer, noFlags, stream.id, code.rawValue))
    }

    /// Says that so many bytes of payload need no memory any more, so that the peer may send as many again.
    func consume(_ byteCount: Int, on stream: HTTP2Stream) {
        check(nghttp2_session_consume(session.pointer, stream.id, byteCount))
    }

    /// The same for the window of the stream alone.
    func consumeStream(_ byteCount: Int, on stream: HTTP2Stream) {
        guard stream.isOpen, byteCount > 0 else { return }
        check(nghttp2_session_consume_stream(session.pointer, stream.id, byteCount))
    }

    /// The same for the connection's window alone.
    func consumeConnection(_ byteCount: Int) {
        guard byteCount > 0 else { return }
        check(nghttp2_session_consume_connection(session.pointer, byteCount))
    }

    /// Lets a client send more on a stream than all may at first.
    func openWindow(of stream: HTTP2Stream) {
        guard stream.isOpen else { return }
        let byteCount = Int32(clamping: configuration.streamWindowByteCount)
        check(nghttp2_session_set_local_window_size(session.pointer, noFlags, stream.id, byteCount))
    }

    // MARK: Connection

    /// First step of an orderly end: tells the peer to open no more streams, while all it has opened are still served.
    /// The PING behind it is acknowledged when the peer has heard (RFC 9113 section 6.8).
    func announceEnd() {
        check(nghttp2_submit_shutdown_notice(session.pointer))
        ping()
    }

    /// Second step: streams opened from now on are not served. Those open may finish when the code is `noError`.
    func goAway(code: HTTP2ErrorCode, debug: StaticString = "") {
        let last = nghttp2_session_get_last_proc_stream_id(session.pointer)
        check(
            nghttp2_submit_goaway(
                session.pointer, noFlags, last, code.rawValue, debug.utf8Start, debug.utf8CodeUnitCount))
    }

    /// Ends the connection because of what the peer does: says why, and listens no more.
    func sendAway(code: HTTP2ErrorCode, debug: StaticString) {
        guard !isSentAway else { return }
        isSentAway = true
        goAway(code: code, debug: debug)
    }

    /// Sends a PING, which ``HTTP2ConnectionHandler/receivedPong()`` answers.
    func ping() { check(nghttp2_submit_ping(session.pointer, noFlags, nil)) }

    // MARK: Called by nghttp2, through HTTP2Callbacks.swift

    func beganFrame(_ header: nghttp2_frame_hd) -> CallbackResult {
        if isSentAway { return .failConnection }
        guard configuration.role == .server else { return .proceed }
        switch nghttp2_frame_type(UInt32(header.type)) {
        case NGHTTP2_HEADERS:
            idleFrames.earn(configuration.floodLimits.idleFramesEarned)
            guard header.stream_id % 2 == 1, !skipped.use(header.stream_id) else { return .proceed }
            sendAway(code: .protocolError, debug: "stream number passed over before")
        case NGHTTP2_CONTINUATION:
            return .proceed  // Counted by nghttp2.
        case NGHTTP2_DATA where header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0:
            return .proceed
        case NGHTTP2_RST_STREAM:
            endingFrames?.receivedReset()
            countReset()
        case NGHTTP2_PRIORITY where header.stream_id == 0:
            // RFC 9113 section 6.3.
            sendAway(code: .protocolError, debug: "PRIORITY of no stream")
        default:
            if !idleFrames.spend(now: now) { sendAway(code: .enhanceYourCalm, debug: "too many frames without a call") }
        }
        return isSentAway ? .failConnection : .proceed
    }

    /// We have reset a stream. That the peer gave cause for it counts like a reset of its own.
    func sentReset(code: HTTP2ErrorCode) {
        endingFrames?.sentReset()
        if configuration.role == .server, code != .noError { countReset() }
    }

    private func countReset() {
        if !resets.spend(now: now) { sendAway(code: .enhanceYourCalm, debug: "too many resets") }
    }

    func beganHeaders(id: Int32, opensStream: Bool) -> CallbackResult {
        if opensStream {
            guard configuration.role == .client || streams.count < configuration.concurrentStreamsMax else {
                return refuse(id)
            }
            let stream = handler.openStream()
            add(stream, id: id)
            check(
                nghttp2_session_set_stream_user_data(
                    session.pointer, id, Unmanaged.passUnretained(stream).toOpaque()))
            if let head = receivedLists.head { stream.takeHead(head) }
        }
        unretained(id)?._withUnsafeGuaranteedRef { stream in
            stream.headerList = HeaderListMeter()
            stream.isInformational = false
        }
        return .proceed
    }

    /// Refuses a stream beyond the number announced (RFC 9113 section 5.1.2); the header list is still decoded.
    private func refuse(_ id: Int32) -> CallbackResult {
        check(nghttp2_submit_rst_stream(session.pointer, noFlags, id, HTTP2ErrorCode.refusedStream.rawValue))
        return .failStream
    }

    @inline(__always) func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, id: Int32) {
        if receivedLists.isKnown { return }
        if receivedLists.isLearning { receivedLists.note(name: name) }
        unretained(id)?._withUnsafeGuaranteedRef { received(name: name, value: value, on: $0) }
    }

    @inline(__always) private func received(
        name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream
    ) {
        let isWithinLimits = stream.headerList.add(
            fieldByteCount: name.count + value.count, byteCountMax: configuration.headerListByteCountMax,
            fieldCountMax: configuration.headerFieldCountMax)
        guard isWithinLimits else { return }
        if configuration.role == .client, value.first == UInt8(ascii: "1"), name.elementsEqual(":status".utf8) {
            stream.isInformational = true
        }
        if !stream.take(name: name, value: value) { handler.received(name: name, value: value, on: stream) }
    }

    func receivedInvalidField(id: Int32) -> CallbackResult {
        // RFC 9113 section 8.1.1: a malformed request is a stream error of type PROTOCOL_ERROR.
        if let stream = stream(id) { reset(stream, code: .protocolError) }
        return .failStream
    }

    func receivedHeaders(id: Int32, endsStream: Bool) {
        unretained(id)?._withUnsafeGuaranteedRef { receivedHeaders(on: $0, endsStream: endsStream) }
    }

    private func receivedHeaders(on stream: HTTP2Stream, endsStream: Bool) {
        if stream.isInformational {
            handler.receivedHeaders(on: stream, kind: .informational)
        } else {
            let isTrailing = stream.hasInitialHeaders
            if receivedLists.isLearning { receivedLists.learn(from: stream) }
            stream.hasInitialHeaders = true
            handler.receivedHeaders(on: stream, kind: isTrailing ? .trailing : .initial)
        }
        if endsStream { receivedEnd(stream) }
    }

    func received(_ bytes: UnsafeRawBufferPointer, id: Int32) {
        idleFrames.earn(configuration.floodLimits.idleFramesEarned)
        unretained(id)?._withUnsafeGuaranteedRef { handler.received(bytes, on: $0) }
    }

    func receivedEndOfData(id: Int32) {
        unretained(id)?._withUnsafeGuaranteedRef { receivedEnd($0) }
    }

    func receivedSettings() {
        sentLists.removeAll()  // The table may be smaller now.
        headerTable.receivedSettings(frameWaits: frameWaits)
        handler.receivedSettings()
    }

    func closed(id: Int32, code: HTTP2ErrorCode) {
        guard let stream = unretained(id)?._withUnsafeGuaranteedRef({ streams.remove($0) }) else { return }
        recent = nil
        handler.closed(stream, code: code)
    }

    /// Says how much of a stream's payload can be sent in the next frame, and whether that is all.
    func nextPayload(
        of stream: HTTP2Stream, byteCountMax: Int, flags: UnsafeMutablePointer<UInt32>?
    ) -> Int {
        let byteCount = min(stream.outbox.byteCount, byteCountMax)
        let isLast = stream.outbox.isFinished && byteCount == stream.outbox.byteCount
        guard byteCount > 0 || isLast else { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        flags?.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        guard isLast else { return byteCount }
        flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
        if let trailers = stream.outbox.trailers {
            // nghttp2 ends the stream with this frame; `write` has the trailers end it.
            if trailers.encoded != nil, headerTable == .settled { return byteCount }
            flags?.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
            fields.set(trailers)
            check(nghttp2_submit_trailer(session.pointer, stream.id, fields.start, fields.count))
        }
        return byteCount
    }

    /// Writes a frame's header and so many bytes of the stream's payload.
    func write(frameHeader: UnsafeRawBufferPointer, payloadOf stream: HTTP2Stream, byteCount: Int) -> CallbackResult {
        guard let output, output.count < outputByteCountMax else { return block() }
        frameWaits = false
        sentFrameCount += 1
        idleFrames.earn(configuration.floodLimits.idleFramesEarned)
        let flagsPlace = output.count + FrameHeader.flagsOffset
        output.append(frameHeader)
        stream.outbox.move(byteCount, to: output)
        if frameHeader[FrameHeader.flagsOffset] & FrameHeader.endStream != 0,
            let trailers = stream.outbox.trailers?.encoded
        {
            output.bytes(from: flagsPlace)[0] &= ~FrameHeader.endStream
            write(trailers, id: stream.id, to: output)
        }
        stream.sentPayload(byteCount)
        return .proceed
    }

    /// Writes trailers that were encoded beforehand.
    private func write(_ trailers: EncodedHeaderList, id: Int32, to output: ByteBuffer) {
        sentFrameCount += 1
        FrameHeader.append(
            to: output, payloadByteCount: trailers.bytes.count, type: FrameHeader.headers,
            flags: FrameHeader.endStream | FrameHeader.endHeaders, id: id)
        trailers.bytes.withUnsafeBytes { output.append($0) }
    }

    /// A header list was sent.
    func sentHeaders(id: Int32, endsStream: Bool) {
        sentFrameCount += 1
        if configuration.role == .client { stream(id)?.hasSentRequest = true }
        headerTable.sentHeaders()
        if endsStream { sentEnd(id: id) }
    }

    /// A server's last on a stream was sent: a peer that is still sending is asked to stop, without blame (RFC 9113
    /// section 8.1).
    func sentEnd(id: Int32) {
        guard configuration.role == .server else { return }
        unretained(id)?._withUnsafeGuaranteedRef { if !$0.isRemoteEnded { reset($0, code: .noError) } }
    }

    /// Writes bytes of frames that nghttp2 made.
    func write(_ bytes: UnsafeRawBufferPointer) -> CallbackResult {
        guard let output, output.count < outputByteCountMax else { return block() }
        frameWaits = false
        if let announcement {
            self.announcement = nil
            announcement.withUnsafeBytes { output.append($0) }
        } else if !isSentAway || bytes[FrameHeader.typeOffset] != NGHTTP2_RST_STREAM.rawValue {
            // A peer that is sent away for what it had us reset gets the reason, and not all the resets before it.
            writeFrame(bytes, to: output)
        }
        return .proceed
    }

    private func writeFrame(_ frame: UnsafeRawBufferPointer, to output: ByteBuffer) {
        let type = frame[FrameHeader.typeOffset]
        guard configuration.role == .server, type == FrameHeader.headers || type == FrameHeader.continuation else {
            return output.append(frame)
        }
        unretained(FrameHeader.stream(of: frame))?._withUnsafeGuaranteedRef { stream in
            if let list = stream.outbox.sentBefore.take() { return write(frame, continuedBy: list, to: output) }
            let opens = type == FrameHeader.headers && frame[FrameHeader.flagsOffset] & FrameHeader.endStream == 0
            if headerTable != .unknown { sentLists.learn(frame, of: opens ? stream.outbox.headers : nil) }
            output.append(frame)
        }
    }

    /// Writes a header list of which nghttp2 was given the first field.
    private func write(_ frame: UnsafeRawBufferPointer, continuedBy list: SentHeaderList, to output: ByteBuffer) {
        let block = UnsafeRawBufferPointer(rebasing: frame[FrameHeader.byteCount...])
        let rest = list.rest
        FrameHeader.append(
            to: output, payloadByteCount: block.count + rest.count, type: FrameHeader.headers,
            flags: frame[FrameHeader.flagsOffset], id: FrameHeader.stream(of: frame))
        output.append(block)
        rest.withUnsafeBytes { output.append($0) }
    }

    private func block() -> CallbackResult {
        frameWaits = true
        return .wouldBlock
    }

    // MARK: Helpers

    private func stream(_ id: Int32) -> HTTP2Stream? { unretained(id)?.takeUnretainedValue() }

    /// The stream, held by `streams` alone: enough for whatever cannot close it. Streams close in nghttp2's own calls
    /// only, never within one of its callbacks but the one that says so.
    @inline(__always) private func unretained(_ id: Int32) -> Unmanaged<HTTP2Stream>? {
        if let recent, recentID == id { return recent }
        guard let pointer = nghttp2_session_get_stream_user_data(session.pointer, id) else { return nil }
        let stream = Unmanaged<HTTP2Stream>.fromOpaque(pointer)
        recent = stream
        recentID = id
        return stream
    }

    /// Puts a stream into the list, which holds it; nghttp2 has it unretained until it is closed.
    private func add(_ stream: HTTP2Stream, id: Int32) {
        stream.id = id
        streams.append(stream)
        recent = Unmanaged.passUnretained(stream)
        recentID = id
    }

    private func receivedEnd(_ stream: HTTP2Stream) {
        stream.isRemoteEnded = true
        handler.receivedEnd(on: stream)
    }

    private func dataSource(_ stream: HTTP2Stream) -> nghttp2_data_provider {
        let source = nghttp2_data_source(ptr: Unmanaged.passUnretained(stream).toOpaque())
        return nghttp2_data_provider(source: source, read_callback: readPayload)
    }

    private func resume(_ stream: HTTP2Stream) {
        // Fails when nothing was deferred, which is as well: the payload is read later anyway.
        if stream.isOpen { nghttp2_session_resume_data(session.pointer, stream.id) }
    }

    /// Submitting fails when the stream or the session is closed already, which needs no answer, and when memory runs
    /// out, which shows at the next ``send(to:byteCountMax:)``.
    private func check(_ status: Int32) {
        assert(status != NGHTTP2_ERR_INVALID_ARGUMENT.rawValue, "nghttp2 was given an argument that cannot be")
    }
}

private let noFlags = UInt8(NGHTTP2_FLAG_NONE.rawValue)
