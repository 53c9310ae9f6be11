internal import EventLoop
internal import Logging

/// A connection from its acceptance until TLS stands: moves bytes between its socket and TLS. Belongs to an opening loop,
/// which holds it until it is done.
final class OpeningConnection: EventHandler {
    private let loop: OpeningLoop
    private let tls: TLSConnection
    private let deadline: UInt64
    private var socket: Socket?
    private var registration: Registration?
    /// Ciphertext that the socket did not take; while there is some nothing is read.
    private var unsent: ByteBuffer?
    /// What came behind the handshake.
    private var plaintext: [UInt8] = []
    private lazy var timer = LoopTimer(on: loop.eventLoop) { [unowned self] in
        close("A client took too long to open its connection or a call")
    }

    /// A connection on a socket that was just accepted.
    ///
    /// - Parameter deadline: When the client's time to open it is over.
    /// - Throws: `SystemError` when the kernel has no room to watch the socket.
    init(_ socket: Socket, context: TLSContext, deadline: UInt64, loop: OpeningLoop) throws(SystemError) {
        self.loop = loop
        self.socket = socket
        self.deadline = deadline
        tls = .server(context: context, output: loop.output)
        registration = try loop.eventLoop.register(socket.descriptor, for: .readable, handler: self)
        timer.set(at: deadline)
    }

    func ready(_ events: IOEvents) {
        do {
            if unsent == nil { try read() } else { try sendUnsent() }
            if tls.state == .established, unsent == nil { handOver() }
        } catch {
            fail(error)
        }
    }

    private func read() throws {
        guard let socket else { return }
        switch try SystemCall.receive(socket.descriptor, into: loop.receiveBuffer) {
        case .wouldBlock: return
        case .bytes(0): try tls.receiveEnd()
        case .bytes(let count): try receive(UnsafeRawBufferPointer(rebasing: loop.receiveBuffer[..<count]))
        }
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) throws {
        defer { loop.plaintext.removeAll() }
        try tls.receive(bytes, into: loop.plaintext)
        plaintext += loop.plaintext.bytes
        try send()
        if tls.state == .closedByPeer { close("A client closed its connection") }
    }

    /// Sends what TLS has to say; what the socket does not take is kept, and the socket watched.
    private func send() throws(SystemError) {
        defer { loop.output.removeAll() }
        guard let socket, !loop.output.isEmpty else { return }
        if case .bytes(let count) = try SystemCall.send(socket.descriptor, loop.output.bytes) {
            loop.output.removeFirst(count)
        }
        guard !loop.output.isEmpty else { return }
        let rest = ByteBuffer(capacity: loop.output.count)
        rest.append(loop.output.bytes)
        unsent = rest
        try registration?.wait(for: .writable)
    }

    private func sendUnsent() throws(SystemError) {
        guard let socket, let unsent else { return }
        guard case .bytes(let count) = try SystemCall.send(socket.descriptor, unsent.bytes) else { return }
        unsent.removeFirst(count)
        guard unsent.isEmpty else { return }
        self.unsent = nil
        try registration?.wait(for: .readable)
    }

    /// TLS stands: the rest is another loop's.
    private func handOver() {
        guard let socket = letGo() else { return }
        loop.opened(OpenedConnection(socket: socket, tls: tls, plaintext: plaintext, deadline: deadline))
    }

    /// What TLS has to say about it, an alert, is sent before the end.
    private func fail(_ error: any Error) {
        try? send()
        if let reason = (error as? TLSError)?.refusalOfCertificate, let socket {
            loop.certificateRefused?((try? socket.peerAddress().peerName) ?? "unknown:", reason)
        }
        close("A connection failed", error: error, parting: !(error is SystemError))
    }

    /// Closes at once. Twice is once.
    ///
    /// - Parameter parting: Whether the peer was told why, and is to be given time to read it.
    func close(_ reason: StaticString, error: (any Error)? = nil, parting: Bool = false) {
        guard let socket else { return }
        loop.logger.connectionEvent(reason, peer: (try? socket.peerAddress().peerName) ?? "unknown:", error: error)
        if letGo() != nil { loop.closed() }
        if parting, unsent == nil { loop.partingSockets.part(from: socket) }
    }

    /// Leaves the loop. Returns the socket, the first time.
    private func letGo() -> Socket? {
        defer { socket = nil }
        registration?.cancel()
        timer.cancel()
        loop.remove(self)
        return socket
    }
}
