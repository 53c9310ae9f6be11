internal import EventLoop
internal import Logging
internal import RPCCore

/// A client's connection: moves bytes between its socket, TLS and HTTP/2. What they mean is in the extension beside it.
///
/// One wake-up makes one `recv`, and one `send` for all it has led to. While the socket takes no more, nothing is read
/// either, so a client that does not read its answers cannot make the server keep more than a run of output.
final class ServerConnection: EventHandler {
    let loop: ServerLoop
    /// Where the connection stands in its loop's list; nil when it is closed.
    var place: Int?
    /// The stream whose request lies in the bytes being received, and must be copied if it is not answered with them.
    var borrower: ServerStream?
    /// Streams that got a deadline in this wake-up.
    var newcomers: [ServerStream] = []
    /// Whether there are any; most wake-ups have none.
    var hasNewcomers = false
    /// Bytes of incomplete messages in memory of our own.
    private(set) var requestByteCount = 0
    /// Which large requests may come.
    var admission: RequestAdmission
    /// What streaming calls have received and nobody has read.
    var credit: ConnectionCredit
    /// Bytes of streaming replies that wait to be sent.
    let replyBudget: ByteBudget
    /// Bytes of unary answers that wait to be sent.
    var unsentReplyByteCount = 0
    /// The part of them that `replyBudget` knows of.
    var countedReplyByteCount = 0
    /// Calls whose handlers wait for the client to take some of those, in their order.
    var waitingCalls = CallQueue()
    /// Whether there are any; asked several times for each call, which a queue answers less quickly.
    var hasWaitingCalls = false

    /// Ciphertext that interceptors do not let leave yet.
    var heldRun: ByteBuffer?

    /// Name of the peer, made when a handler asks.
    private(set) lazy var peer: String = (try? socket?.peerAddress().peerName) ?? "unknown:"
    /// Who the peer is by its certificate, read when somebody asks; not before the handshake is done.
    private(set) lazy var peerIdentity: PeerIdentity? = tls?.peerIdentity
    /// What an interceptor remembers of the connection.
    var interceptorMemo: AnyObject?

    private var socket: Socket?
    private let tls: TLSConnection?
    private var http2Storage: HTTP2Connection?
    private var registration: Registration?
    /// Ciphertext that the socket did not take.
    private var unsent: ByteBuffer?
    /// Runs until the preface has come, and while a header list is incomplete.
    private lazy var openingTimer = LoopTimer(on: loop.eventLoop) { [unowned self] in openingTimedOut() }
    /// Runs while the client takes nothing of what it was sent.
    private lazy var writeTimer = LoopTimer(on: loop.eventLoop) { [unowned self] in writeTimedOut() }
    /// Runs while calls are open, from one look at their requests to the next.
    private(set) lazy var requestTimer = LoopTimer(on: loop.eventLoop) { [unowned self] in endStalledRequests() }
    private lazy var clockTimer = LoopTimer(on: loop.eventLoop) { [unowned self] in checkClock() }
    private var clock: ConnectionClock
    private var pingStrikes: PingStrikes
    private var hasSettings = false
    private var drainPhase = DrainPhase.none
    private var writesAtEndOfBatch = false
    /// Whether an event of the socket is being served.
    private var isAwake = false

    /// The two steps of an orderly end (RFC 9113 section 6.8).
    private enum DrainPhase {
        case none
        /// The client has been told; calls it opened before it heard are still served.
        case announced
        /// The client has heard; when its calls are answered the connection is over.
        case final
    }

    /// A connection whose TLS stands; to be begun next.
    ///
    /// - Throws: `SystemError` or `HTTP2Failure` when descriptors or memory ran out; the socket is closed then.
    init(_ opened: OpenedConnection, loop: ServerLoop) throws {
        self.loop = loop
        socket = opened.socket
        tls = opened.tls
        clock = ConnectionClock(
            ConnectionClock.Limits(loop.configuration, jitter: .random(in: 0.9...1.1)), now: loop.eventLoop.now)
        pingStrikes = PingStrikes(
            intervalMin: loop.configuration.pingIntervalMin,
            intervalMinWithoutCalls: loop.configuration.pingIntervalMinWithoutCalls)
        admission = RequestAdmission(byteCountMax: loop.configuration.admittedRequestByteCountMax)
        credit = ConnectionCredit(heldByteCountMax: loop.configuration.unreadRequestByteCountMax)
        replyBudget = ByteBudget(
            byteCountMax: loop.configuration.connectionReplyByteCountMax, partOf: loop.budgets.replies)
        tls?.move(to: loop.output)
        http2Storage = try HTTP2Connection(
            configuration: loop.http2Configuration, handler: self, memory: loop.sessionMemory)
        http2Storage?.endingFrames = loop.endingFrames
        registration = try loop.eventLoop.register(opened.socket.descriptor, for: .readable, handler: self)
        openingTimer.set(at: opened.deadline)
    }

    /// Says our part, and serves what the client has sent already. The loop knows the connection by now, since this may
    /// close it.
    func begin(with plaintext: [UInt8]) {
        isAwake = true
        defer { isAwake = false }
        checkClock()
        do {
            if !plaintext.isEmpty { try plaintext.withUnsafeBytes(receivePlaintext) }
            write()
            watchRequests()
        } catch {
            fail(error)
        }
    }

    var http2: HTTP2Connection {
        guard let http2Storage else { preconditionFailure("the HTTP/2 end is made in init") }
        return http2Storage
    }

    func ready(_ events: IOEvents) {
        isAwake = true
        defer { isAwake = false }
        if !events.isDisjoint(with: [.writable, .closed]) { sendUnsent() }
        if heldRun != nil { return rest() }
        if !events.isDisjoint(with: [.readable, .closed]), unsent == nil { read() }
        write()
        watchRequests()
    }

    /// Waits for nothing of the socket: what has come is read when the held run has left.
    private func rest() {
        do { try registration?.wait(for: []) } catch { close("A connection failed", error: error) }
    }

    /// Goes on after a hold, with its run in the loop's buffer.
    func resume() {
        do { try registration?.wait(for: .readable) } catch { return close("A connection failed", error: error) }
        sendOutput()
        write()
        watchRequests()
    }

    /// Writes what is ready to be sent, once this batch of events is served; within a wake-up of this connection, which
    /// ends with writing anyway, it does nothing.
    func scheduleWriteIfIdle() {
        guard !isAwake, !writesAtEndOfBatch else { return }
        writesAtEndOfBatch = true
        loop.eventLoop.atEndOfBatch { [self] in
            writesAtEndOfBatch = false
            write()
        }
    }

    /// The peer wants to know whether we are there, and may not ask too often.
    func pinged() {
        let isWelcome = pingStrikes.receivedPing(
            now: loop.eventLoop.now, hasCalls: !http2.streams.isEmpty, answersSent: http2.sentFrameCount)
        if !isWelcome { http2.sendAway(code: .enhanceYourCalm, debug: "too_many_pings") }
    }

    /// The peer has shown that it speaks HTTP/2.
    func settingsCame() {
        hasSettings = true
        _ = peer  // Now, since the kernel forgets it when the connection is lost.
    }

    // MARK: Ending

    /// Tells the client to open no more calls, and closes once those it has open are answered.
    func drain() {
        guard drainPhase == .none, socket != nil else { return }
        drainPhase = .announced
        // A client that has not sent its preface yet may be about to call: it is told like the others.
        http2.announceEnd()
        write()
    }

    /// The client has answered the PING behind the announcement, so it has heard that.
    func drainWasHeard() {
        guard drainPhase == .announced else { return }
        drainPhase = .final
        http2.goAway(code: .noError)
    }

    /// Closes at once. Calls still open are cancelled. Twice is once.
    ///
    /// - Parameter parting: Whether the peer was told why, and is to be given time to read it.
    func close(_ reason: StaticString, error: (any Error)? = nil, parting: Bool = false) {
        guard let socket else { return }
        loop.logger.connectionEvent(reason, peer: peer, error: error)
        if let tls, unsent == nil, heldRun == nil {
            tls.shutDown()
            _ = try? SystemCall.send(socket.descriptor, loop.output.bytes)
        }
        loop.output.removeAll()
        registration?.cancel()
        openingTimer.cancel()
        if unsent != nil { writeTimer.cancel() }
        clockTimer.cancel()
        requestTimer.cancel()
        if parting, unsent == nil, heldRun == nil { loop.partingSockets.part(from: socket) }
        self.socket = nil
        unsent = nil
        heldRun = nil
        for case let stream as ServerStream in http2.streams.all {
            announceEnd(of: stream, Self.callerIsGone)
            stream.streaming.map(drop)
            dropBody(of: stream)
            stream.connectionClosed()
        }
        waitingCalls.removeAll()
        hasWaitingCalls = false
        unsentReplyByteCount = 0
        settleReplyBudget()
        keepRequest(-requestByteCount)
        loop.settleEndedCalls()
        loop.remove(self)
    }

    /// So many more bytes of incomplete messages are kept, or fewer.
    func keepRequest(_ byteCount: Int) {
        requestByteCount += byteCount
        if byteCount > 0 { loop.budgets.requests.take(byteCount) }
        if byteCount < 0 { loop.budgets.requests.giveBack(-byteCount) }
    }

    /// Why no more of requests is kept; nil while there is room.
    var refusalOfRequests: RPCError? {
        guard requestByteCount <= loop.configuration.requestBufferByteCountMax else {
            return RPCError(.resourceExhausted, "this connection has too many incomplete requests")
        }
        return loop.budgets.requests.hasRoom ? nil : loop.nextOverloadAnswer().error
    }

    // MARK: Time

    /// The last call on the connection has ended.
    func becameIdle() { clock.becameIdle(now: loop.eventLoop.now) }

    private func checkClock() {
        let (action, next) = clock.check(now: loop.eventLoop.now, hasCalls: !http2.streams.isEmpty)
        clockTimer.set(at: next)
        switch action {
        case .nothing: break
        case .ping:
            http2.ping()
            write()
        case .drain: drain()
        case .close: close("A connection was idle, old or silent for too long")
        }
    }

    private func openingTimedOut() {
        close("A client took too long to open its connection or a call")
    }

    private func writeTimedOut() { close("A client took nothing of its answers for too long") }

    // MARK: Reading

    private func read() {
        guard let socket else { return }
        do {
            switch try SystemCall.receive(socket.descriptor, into: loop.receiveBuffer) {
            case .wouldBlock: return
            case .bytes(0): try receiveEnd()
            case .bytes(let count): try receive(UnsafeRawBufferPointer(rebasing: loop.receiveBuffer[..<count]))
            }
        } catch {
            fail(error)
        }
    }

    /// What TLS and HTTP/2 have to say about it, an alert or GOAWAY, is sent before the end.
    private func fail(_ error: any Error) {
        write()
        close("A connection failed", error: error, parting: !(error is SystemError))
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) throws {
        clock.received(now: loop.eventLoop.now)
        guard let tls else { return try receivePlaintext(bytes) }
        loop.plaintextIn.removeAll()
        try tls.receive(bytes, into: loop.plaintextIn)
        try receivePlaintext(loop.plaintextIn.bytes)
        if tls.state == .closedByPeer { close("A client closed its connection") }
    }

    private func receivePlaintext(_ bytes: UnsafeRawBufferPointer) throws {
        defer { endWakeUp() }
        http2.now = loop.eventLoop.now
        if !bytes.isEmpty { try http2.receive(bytes) }
    }

    private func receiveEnd() throws {
        try tls?.receiveEnd()
        close("A client closed its connection")
    }

    private func watchNewcomers() {
        for stream in newcomers { stream.watchDeadline() }
        newcomers.removeAll(keepingCapacity: true)
        hasNewcomers = false
    }

    /// After the bytes of this wake-up: what is incomplete is copied, and watched.
    private func endWakeUp() {
        if let borrower { own(borrower) }
        borrower = nil
        if hasNewcomers { watchNewcomers() }
        guard socket != nil else { return }
        if !hasSettings || http2.isReceivingHeaders {
            if !openingTimer.isSet { openingTimer.set(after: loop.configuration.openingTimeout) }
        } else {
            openingTimer.cancel()
        }
    }

    // MARK: Writing

    /// Sends what HTTP/2 has ready, in runs of one `send` each, until there is no more or the socket takes no more.
    func write() {
        defer { settleReplyBudget() }
        while socket != nil, unsent == nil, heldRun == nil {
            runWaitingCalls()
            guard encryptRun() else { return close("A connection ran out of memory") }
            guard !loop.output.isEmpty else {
                loop.settleEndedCalls()
                return closeIfFinished()
            }
            transmit()
            // The rest of the loop would find that out too, but has more to do for it.
            if !hasWaitingCalls, unsent == nil, heldRun == nil, !http2.wantsToSend { return closeIfFinished() }
        }
    }

    /// Puts one run of output into the loop's buffer, behind what TLS has put there itself.
    private func encryptRun() -> Bool {
        do {
            guard let tls else {
                try http2.send(to: loop.output, byteCountMax: ServerLoop.runByteCount)
                return true
            }
            guard tls.state == .established || tls.state == .closedByPeer else { return true }
            loop.plaintextOut.removeAll()
            try http2.send(to: loop.plaintextOut, byteCountMax: ServerLoop.runByteCount)
            try tls.send(loop.plaintextOut.bytes)
            return true
        } catch {
            return false
        }
    }

    /// Sends the loop's buffer as soon as interceptors let it leave.
    private func transmit() {
        switch loop.announceAnswers() {
        case .now: sendOutput()
        case .when(let hold): keep(until: hold)
        case .never:
            keepRun()  // What was encrypted is not sent, so no goodbye can be either: it would not decrypt.
            loop.closeAll(ServerLoop.unwrittenReason)
        }
    }

    /// Sends the loop's buffer; what the socket does not take is kept, and the socket watched.
    private func sendOutput() {
        guard let socket else { return }
        do {
            let sent: Int
            switch try SystemCall.send(socket.descriptor, loop.output.bytes) {
            case .bytes(let count): sent = count
            case .wouldBlock: sent = 0
            }
            loop.output.removeFirst(sent)
            guard !loop.output.isEmpty else { return }
            let rest = ByteBuffer(capacity: loop.output.count)
            rest.append(loop.output.bytes)
            loop.output.removeAll()
            unsent = rest
            writeTimer.set(after: loop.configuration.writeTimeout)
            try registration?.wait(for: .writable)
        } catch {
            loop.output.removeAll()
            close("A connection failed", error: error)
        }
    }

    private func sendUnsent() {
        guard let socket, let unsent else { return }
        do {
            guard case .bytes(let count) = try SystemCall.send(socket.descriptor, unsent.bytes) else { return }
            unsent.removeFirst(count)
            guard unsent.isEmpty else { return writeTimer.set(after: loop.configuration.writeTimeout) }
            self.unsent = nil
            writeTimer.cancel()
            try registration?.wait(for: .readable)
        } catch {
            close("A connection failed", error: error)
        }
    }

    private func closeIfFinished() {
        let isDrained = drainPhase == .final && http2.streams.isEmpty
        if hasSettings, http2.isFinished || isDrained { close("A connection has ended", parting: true) }
    }
}
