internal import EventLoop

/// A socket on which everything has been said, kept for a moment until the peer has said its part.
///
/// The kernel resets a connection that is closed while bytes come that nobody reads, and a reset overtakes what was sent
/// before it: the GOAWAY that tells the peer what it did wrong (RFC 9112 section 9.6 has the same advice for HTTP/1.1).
/// Belongs to a loop, which holds it until it is done.
final class PartingSocket: EventHandler {
    /// The longest moment.
    private static let timeout = Duration.seconds(1)
    /// What is read and dropped at most: the windows of a peer that has not heard yet, and some.
    private static let byteCountMax = 4 * 1024 * 1024

    private let loop: ServerLoop
    private var socket: Socket?
    private var registration: Registration?
    private var byteCount = 0
    private lazy var timer = LoopTimer(on: loop.eventLoop) { [weak self] in self?.close() }

    /// Says goodbye; when that is not possible, the socket is closed as it is.
    init(_ socket: Socket, loop: ServerLoop) {
        self.loop = loop
        self.socket = socket
        loop.partingCount += 1
        do {
            try socket.endWriting()
            registration = try loop.eventLoop.register(socket.descriptor, for: .readable, handler: self)
            timer.set(after: Self.timeout)
        } catch {
            close()
        }
    }

    func ready(_ events: IOEvents) {
        guard let socket else { return }
        do {
            switch try SystemCall.receive(socket.descriptor, into: loop.receiveBuffer) {
            case .wouldBlock: return
            case .bytes(let count):
                byteCount += count
                if count == 0 || byteCount > Self.byteCountMax { close() }
            }
        } catch {
            close()
        }
    }

    private func close() {
        guard socket != nil else { return }
        registration?.cancel()
        timer.cancel()
        socket = nil
        loop.partingCount -= 1
    }
}
