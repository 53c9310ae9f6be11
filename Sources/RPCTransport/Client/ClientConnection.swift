internal import EventLoop
internal import Glibc
internal import RPCCore

/// One connection to a server: a socket that drives the TLS and HTTP/2 engines. Belongs to its channel's loop, which holds
/// it while its descriptor is registered. What its frames mean for calls is in the extension beside it.
///
/// It takes calls once the server's HTTP/2 settings have come: a server that asks for client certificates looks at
/// ours only after TLS 1.3 has ended the handshake for this side, so anything earlier would blame calls for it.
final class ClientConnection {
    private enum State {
        case new
        case connecting
        case securing
        case greeting
        case ready
        case leaving
        case closed
    }

    private static let receiveByteCount = 64 << 10
    private static let sendByteCount = 64 << 10

    let configuration: RPCClientConfiguration
    /// Where the connection goes.
    let server: ServerAddress
    let loop: EventLoop
    /// Whether the server has begun to answer any call.
    var hasAnswered = false
    /// Who is told what happens, until the connection has ended.
    private(set) var owner: ClientChannel?
    /// What streaming calls have received and nobody has read.
    var credit: ConnectionCredit
    /// Calls that the server has ended before this side had sent everything.
    var endedEarly: [ClientCall] = []
    private var state = State.new

    private var socket: Socket?
    private var registration: Registration?
    private let tls: TLSConnection
    private(set) var http2: HTTP2Connection?

    private let received = UnsafeMutableRawBufferPointer.allocate(byteCount: receiveByteCount, alignment: 16)
    private let plaintext = ByteBuffer(capacity: receiveByteCount)
    private let unencrypted = ByteBuffer(capacity: sendByteCount)
    private let output = ByteBuffer(capacity: sendByteCount)
    /// What requests begin with.
    var heads: RequestHeads
    private lazy var timeout = LoopTimer(on: loop) { [unowned self] in expired() }
    private var flushesAtEndOfBatch = false
    private let keepaliveConfiguration: RPCKeepalive?
    private var keepalive: ClientKeepalive?
    private lazy var keepaliveTimer = LoopTimer(on: loop) { [unowned self] in checkKeepalive() }

    /// - Parameter keepalive: How the connection is looked after once it is made; nil for not at all.
    init(
        _ configuration: RPCClientConfiguration, server: ServerAddress, keepalive: RPCKeepalive?, loop: EventLoop,
        owner: ClientChannel
    ) {
        self.configuration = configuration
        self.server = server
        keepaliveConfiguration = keepalive
        self.loop = loop
        self.owner = owner
        heads = RequestHeads(authority: server.endpoint.description, userAgent: configuration.userAgent)
        credit = ConnectionCredit(heldByteCountMax: configuration.unreadReplyByteCountMax)
        tls = .client(
            context: configuration.tls, serverName: configuration.serverName ?? server.endpoint.host, output: output)
    }

    deinit { received.deallocate() }

    // MARK: Called by the channel

    /// Begins to connect; the channel hears how it went.
    func connect() {
        state = .connecting
        timeout.set(after: configuration.connectTimeout)
        do throws(SystemError) {
            let socket = try Socket.connecting(to: server.address)
            registration = try loop.register(socket.descriptor, for: .writable, handler: self)
            self.socket = consume socket
        } catch {
            fail(error)
        }
    }

    /// Says goodbye and closes; the calls have been told.
    func close() {
        guard state != .closed else { return }
        if let http2, state == .ready || state == .leaving {
            http2.goAway(code: .noError)
            sendRest(of: http2)
            tls.shutDown()
        }
        sendOutput()
        end(ConnectionFailure(.closedByServer, "the client was closed", isUnprocessed: false))
    }

    // MARK: Bytes

    private func receive() {
        guard let descriptor = socket?.descriptor else { return }
        do throws(SystemError) {
            switch try SystemCall.receive(descriptor, into: received) {
            case .wouldBlock: return
            case .bytes(0): takeEnd()
            case .bytes(let count):
                keepalive?.received(now: loop.now)
                take(UnsafeRawBufferPointer(rebasing: received[..<count]))
            }
        } catch {
            fail(error)
        }
    }

    private func take(_ ciphertext: UnsafeRawBufferPointer) {
        var ending: TLSError?
        do throws(TLSError) {
            try tls.receive(ciphertext, into: plaintext)
        } catch {
            ending = error
        }
        advance()
        if let ending { return fail(ending) }
        if tls.state == .closedByPeer { takeEnd() }
    }

    /// Goes on with what the bytes have made possible.
    private func advance() {
        if state == .securing, tls.state == .established { greet() }
        if let http2, !plaintext.isEmpty {
            do throws(HTTP2Failure) {
                try http2.receive(plaintext.bytes)
            } catch {
                return fail(.notHTTP2, "the server sent no HTTP/2: \(error)")
            }
            plaintext.removeAll()
        }
        flushSoon()
    }

    private func takeEnd() {
        do throws(TLSError) {
            try tls.receiveEnd()
            fail(.closedByServer, closingDetail)
        } catch {
            if error.reason == .truncated { fail(.closedByServer, closingDetail) } else { fail(error) }
        }
    }

    /// What an end without an alert means.
    private var closingDetail: String {
        switch state {
        case .securing: "the server closed the connection during the TLS handshake; does it speak TLS?"
        case .greeting:
            "the server closed the connection after the TLS handshake; it may require a client certificate it accepts"
        default: "the server closed it"
        }
    }

    /// Writes what the engines have to say until the socket takes no more.
    private func flush() {
        guard state != .closed else { return }
        resetEndedEarly()
        repeat {
            guard sendOutput() else { return }
            guard let http2, http2.wantsToSend else { break }
            guard sendRest(of: http2) else { return }
        } while !output.isEmpty
        finishLeaving(http2)
    }

    /// Writes once this batch of events is served, so that all calls begun in it share a send.
    func flushSoon() {
        guard !flushesAtEndOfBatch else { return }
        flushesAtEndOfBatch = true
        loop.atEndOfBatch { [self] in
            flushesAtEndOfBatch = false
            flush()
        }
    }

    /// Encrypts what HTTP/2 has to send, up to a bound. Returns false when that failed, and the connection with it.
    @discardableResult
    private func sendRest(of http2: HTTP2Connection) -> Bool {
        unencrypted.removeAll()
        do throws(HTTP2Failure) {
            try http2.send(to: unencrypted, byteCountMax: Self.sendByteCount)
        } catch {
            fail(.notHTTP2, "HTTP/2 cannot go on: \(error)")
            return false
        }
        do throws(TLSError) {
            try tls.send(unencrypted.bytes)
        } catch {
            fail(error)
            return false
        }
        return true
    }

    /// Sends ciphertext and waits for room when the socket takes no more. Returns whether everything is sent.
    @discardableResult
    private func sendOutput() -> Bool {
        guard let descriptor = socket?.descriptor else { return false }
        do throws(SystemError) {
            while !output.isEmpty {
                guard case .bytes(let count) = try SystemCall.send(descriptor, output.bytes) else {
                    try registration?.wait(for: [.readable, .writable])
                    return false
                }
                output.removeFirst(count)
            }
            try registration?.wait(for: .readable)
            return true
        } catch {
            // A server that hangs up may have said why, which still waits to be read.
            receive()
            fail(error)
            return false
        }
    }

    // MARK: States

    private func connected() {
        do throws(SystemError) {
            if let error = try socket?.pendingError() { return fail(error) }
        } catch {
            return fail(error)
        }
        state = .securing
        do throws(TLSError) {
            try tls.start()
            flush()
        } catch {
            fail(error)
        }
    }

    private func greet() {
        state = .greeting
        do throws(HTTP2Failure) {
            http2 = try HTTP2Connection(
                configuration: HTTP2Configuration(role: .client), handler: self, memory: SessionMemory())
        } catch {
            fail(.notHTTP2, "HTTP/2 cannot start: \(error)")
        }
    }

    private func becomeReady() {
        state = .ready
        timeout.cancel()
        keepalive = keepaliveConfiguration.map { ClientKeepalive($0, now: loop.now) }
        checkKeepalive()
        owner?.becameReady(self)
    }

    /// Whether calls can be sent, if there is room.
    var isReady: Bool { state == .ready }

    /// Whether the server takes another call now.
    var hasRoom: Bool { state == .ready && http2?.hasRoom == true }

    /// The server has announced its settings, or changed them.
    func receivedSettings() { if state == .greeting { becomeReady() } else { owner?.gotRoom() } }

    /// A call begins: a server that has been silent while there was none is asked whether it is there.
    func wakeKeepalive() { if keepalive?.isDormant == true { checkKeepalive() } }

    private func checkKeepalive() {
        let hasCalls = http2?.streams.isEmpty == false
        guard let (action, next) = keepalive?.check(now: loop.now, hasCalls: hasCalls) else { return }
        if let next { keepaliveTimer.set(at: next) }
        switch action {
        case .nothing: break
        case .ping:
            http2?.ping()
            flushSoon()
        case .close:
            fail(.timeout, "the server did not answer a PING within \(keepaliveConfiguration?.timeout ?? .zero)")
        }
    }

    /// Takes no more calls, and ends with the last one it carries.
    func leave() {
        guard state == .ready || state == .greeting else { return }
        state = .leaving
        owner?.beganLeaving(self)
        flushSoon()
    }

    /// Ends the connection when nothing more can come of it.
    private func finishLeaving(_ http2: HTTP2Connection?) {
        guard let http2, state != .closed else { return }
        if state == .leaving, http2.streams.isEmpty {
            tls.shutDown()
            sendOutput()
            end(ConnectionFailure(connectingTo: server, .closedByServer, "the server is going away"))
        } else if http2.isFinished {
            fail(.notHTTP2, "the server broke the HTTP/2 protocol")
        }
    }

    private func expired() {
        fail(.timeout, "no answer within \(configuration.connectTimeout)")
    }

    private func fail(_ error: SystemError) {
        switch error.number {
        case ECONNREFUSED: fail(.refused, error.reason)
        case ECONNRESET, EPIPE: fail(.closedByServer, closingDetail)
        default: fail(.network, error.reason)
        }
    }

    private func fail(_ error: TLSError) {
        fail(error.isFromPeer ? .tlsRefused(error.reason) : .tls(error.reason), error.message)
    }

    private func fail(_ reason: ConnectionFailure.Reason, _ detail: String) {
        guard state != .closed else { return }
        switch state {
        case .ready, .leaving:
            let message = "the connection to \(server.description) was lost: \(detail)"
            end(ConnectionFailure(reason, message, isUnprocessed: false))
        default: end(ConnectionFailure(connectingTo: server, reason, detail))
        }
    }

    private func end(_ failure: ConnectionFailure) {
        guard state != .closed else { return }
        sendAlert()
        state = .closed
        timeout.cancel()
        keepaliveTimer.cancel()
        registration?.cancel()
        registration = nil
        socket = nil
        let calls = http2?.streams.all ?? []
        http2 = nil
        for case let call as ClientCall in calls { end(call, failure) }
        let owner = owner
        self.owner = nil
        owner?.ended(self, failure)
    }

    /// After an error TLS has left an alert for the server; whether it still arrives does not matter.
    private func sendAlert() {
        guard tls.state == .failed, let descriptor = socket?.descriptor, !output.isEmpty else { return }
        _ = try? SystemCall.send(descriptor, output.bytes)
    }
}

extension ClientConnection: EventHandler {
    func ready(_ events: IOEvents) {
        if state == .connecting { return connected() }
        if !events.isDisjoint(with: [.readable, .closed]) { receive() }
        if events.contains(.writable) { flush() }
    }
}
