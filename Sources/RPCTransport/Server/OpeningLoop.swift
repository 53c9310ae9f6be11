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
    /// Told whenever a connection that was adopted is gone without having been handed over.
    let closed: () -> Void

    private let tls: CurrentTLS?
    private let timeout: Duration
    private var connections: [ObjectIdentifier: OpeningConnection] = [:]

    /// - Parameters:
    ///   - tls: Nil for plaintext, which tests use; connections are handed over at once then.
    ///   - timeout: The time a client has from its acceptance to the end of its HTTP/2 preface.
    init(
        eventLoop: EventLoop, tls: CurrentTLS?, timeout: Duration, logger: Logger,
        opened: @escaping (OpenedConnection) -> Void, closed: @escaping () -> Void
    ) {
        self.eventLoop = eventLoop
        self.tls = tls
        self.timeout = timeout
        self.logger = logger
        self.opened = opened
        self.closed = closed
        partingSockets = PartingSockets(eventLoop: eventLoop)
    }

    deinit { receiveBuffer.deallocate() }

    /// Takes over a connection that was just accepted.
    func adopt(_ socket: Socket) {
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
    func remove(_ connection: OpeningConnection) { connections[ObjectIdentifier(connection)] = nil }

    /// Closes all that are still being opened: nobody can have made a call on them.
    func closeAll() {
        for connection in connections.values { connection.close("A connection was still being opened at shutdown") }
        partingSockets.closeAll()
    }
}
