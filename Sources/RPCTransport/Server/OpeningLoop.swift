internal import EventLoop
internal import Logging

/// What the connections that are being opened on one event loop share. Belongs to that loop.
///
/// The work of a handshake, up to some milliseconds with a long RSA key, is done here and nowhere else: connections that
/// stand are served on other loops, where the calls of none of them wait for the handshake of another. When TLS stands
/// a connection is handed over, with what the client has sent behind the handshake.
final class OpeningLoop {
    let eventLoop: EventLoop
    let logger: Logger
    /// Bytes as they come from a socket.
    let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
    /// The plaintext in them. Empty whenever another connection's turn comes, like `output`.
    let plaintext = ByteBuffer(capacity: 16 * 1024)
    /// What TLS has to send.
    let output = ByteBuffer(capacity: 16 * 1024)
    let partingSockets: PartingSockets
    /// Takes a connection whose TLS stands.
    let opened: (OpenedConnection) -> Void
    /// Told when a client's certificate is refused, with who connects and why.
    let certificateRefused: ((String, String) -> Void)?
    /// Told whenever a connection that was adopted is gone without having been handed over.
    let closed: () -> Void

    private let tls: CurrentTLS?
    private let timeout: Duration
    private var connections: [ObjectIdentifier: OpeningConnection] = [:]
    private var drainTimer: LoopTimer?
    private var drained: (() -> Void)?

    /// - Parameters:
    ///   - tls: Nil for plaintext, which tests use; connections are handed over at once then.
    ///   - timeout: The time a client has from its acceptance to the end of its HTTP/2 preface.
    init(
        eventLoop: EventLoop, tls: CurrentTLS?, timeout: Duration, logger: Logger,
        certificateRefused: ((String, String) -> Void)? = nil, opened: @escaping (OpenedConnection) -> Void,
        closed: @escaping () -> Void
    ) {
        self.eventLoop = eventLoop
        self.tls = tls
        self.timeout = timeout
        self.logger = logger
        self.certificateRefused = certificateRefused
        self.opened = opened
        self.closed = closed
        partingSockets = PartingSockets(eventLoop: eventLoop)
    }

    deinit { receiveBuffer.deallocate() }

    /// Takes over a connection that was just accepted.
    func adopt(_ socket: Socket) {
        guard drainTimer == nil else { return closed() }  // Letting go of the socket closes it.
        let (deadline, overflowed) = eventLoop.now.addingReportingOverflow(timeout.nanoseconds)
        do {
            try socket.setNoDelay()
            try open(socket, deadline: overflowed ? .max : deadline)
        } catch {
            logger.connectionEvent("A connection could not be set up", peer: "", error: error)
            closed()
        }
    }

    private func open(_ socket: Socket, deadline: UInt64) throws(SystemError) {
        guard let tls else {
            return opened(OpenedConnection(socket: socket, tls: nil, plaintext: [], deadline: deadline))
        }
        let connection = try OpeningConnection(socket, context: tls.context, deadline: deadline, loop: self)
        connections[ObjectIdentifier(connection)] = connection
    }

    /// A connection has been handed over, or has closed itself.
    func remove(_ connection: OpeningConnection) {
        connections[ObjectIdentifier(connection)] = nil
        finishDrainingIfEmpty()
    }

    /// Waits for the connections that are being opened, and closes those that take longer than `grace`: nobody can have
    /// made a call on them. None is adopted from now on.
    ///
    /// - Parameter whenDone: Called once, when each is handed over or gone. Later calls may only shorten the grace.
    func drain(within grace: Duration, whenDone: @escaping () -> Void) {
        if drainTimer == nil {
            drained = whenDone
            drainTimer = LoopTimer(on: eventLoop) { [weak self] in self?.closeAll() }
        }
        drainTimer?.bringForward(to: eventLoop.now &+ min(grace.nanoseconds, .max / 2))
        finishDrainingIfEmpty()
    }

    private func closeAll() {
        for connection in connections.values { connection.close("A connection was still being opened at shutdown") }
    }

    private func finishDrainingIfEmpty() {
        guard connections.isEmpty, let drained else { return }
        drainTimer?.cancel()
        self.drained = nil
        partingSockets.closeAll()
        drained()
    }
}
