internal import EventLoop

/// The sockets of one loop on which everything has been said, each kept for a moment until the peer has said its part.
///
/// The kernel resets a connection that is closed while bytes come that nobody reads, and a reset overtakes what was sent
/// before it: the alert or GOAWAY that tells the peer what it did wrong (RFC 9112 section 9.6 has the same advice for
/// HTTP/1.1). Belongs to that loop.
final class PartingSockets {
    /// Sockets that may wait at once; they count as no connections any more.
    private static let countMax = 256

    /// Told when the last one is gone.
    var whenEmpty: () -> Void = {}

    fileprivate let eventLoop: EventLoop
    /// Where what they say is read to; nobody looks at it.
    fileprivate let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
    private var sockets: [ObjectIdentifier: PartingSocket] = [:]

    init(eventLoop: EventLoop) { self.eventLoop = eventLoop }

    deinit { buffer.deallocate() }

    /// Whether there are none.
    var isEmpty: Bool { sockets.isEmpty }

    /// Closes the socket once its peer has closed its end, or has had time enough. With too many waiting, at once.
    func part(from socket: Socket) {
        guard sockets.count < Self.countMax, let parting = PartingSocket(socket, among: self) else { return }
        sockets[ObjectIdentifier(parting)] = parting
    }

    /// Closes them all at once.
    func closeAll() { for socket in sockets.values { socket.close() } }

    fileprivate func remove(_ socket: PartingSocket) {
        sockets[ObjectIdentifier(socket)] = nil
        if isEmpty { whenEmpty() }
    }
}

/// One of them. Letting go of the socket closes it.
private final class PartingSocket: EventHandler {
    /// The longest moment.
    private static let timeout = Duration.seconds(1)
    /// What is read and dropped at most: the windows of a peer that has not heard yet, and some.
    private static let byteCountMax = 4 * 1024 * 1024

    private unowned let all: PartingSockets
    private let socket: Socket
    private var registration: Registration?
    private var byteCount = 0
    private lazy var timer = LoopTimer(on: all.eventLoop) { [unowned self] in close() }

    /// Says goodbye; nil when that is not possible.
    init?(_ socket: Socket, among all: PartingSockets) {
        self.all = all
        self.socket = socket
        do {
            try socket.endWriting()
            registration = try all.eventLoop.register(socket.descriptor, for: .readable, handler: self)
            timer.set(after: Self.timeout)
        } catch {
            return nil
        }
    }

    func ready(_ events: IOEvents) {
        do {
            switch try SystemCall.receive(socket.descriptor, into: all.buffer) {
            case .wouldBlock: return
            case .bytes(let count):
                byteCount += count
                if count == 0 || byteCount > Self.byteCountMax { close() }
            }
        } catch {
            close()
        }
    }

    func close() {
        registration?.cancel()
        timer.cancel()
        all.remove(self)
    }
}
