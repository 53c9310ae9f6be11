internal import EventLoop
internal import Logging

/// A listening socket on a loop, which gives each connection away. Belongs to that loop.
final class Listener: EventHandler {
    /// Connections taken in one wake-up, so that a rush of them does not starve those that are open.
    private static let acceptsPerWakeUpMax = 64
    /// How long to wait when descriptors have run out.
    private static let pause = Duration.milliseconds(500)

    private let eventLoop: EventLoop
    private let logger: Logger
    private let accepted: (Socket) -> Void
    private var socket: Socket?
    private var registration: Registration?
    private lazy var resumption = LoopTimer(on: eventLoop) { [weak self] in self?.resume() }

    /// Starts taking connections from a socket that listens.
    init(
        socket: Socket, eventLoop: EventLoop, logger: Logger, accepted: @escaping (Socket) -> Void
    ) throws(SystemError) {
        self.socket = socket
        self.eventLoop = eventLoop
        self.logger = logger
        self.accepted = accepted
        registration = try eventLoop.register(socket.descriptor, for: .readable, handler: self)
    }

    func ready(_ events: IOEvents) {
        for _ in 0..<Self.acceptsPerWakeUpMax {
            do {
                guard let connection = try socket?.accept() else { return }
                accepted(connection)
            } catch {
                return rest(after: error)
            }
        }
    }

    /// Another descriptor of the socket; nil once it is closed.
    func duplicateSocket() throws(SystemError) -> Socket? { try socket?.duplicated() }

    /// Takes no more connections; those waiting in the kernel are refused, unless another process has the socket too.
    func close() {
        registration?.cancel()
        resumption.cancel()
        socket = nil
    }

    /// The kernel keeps reporting a connection that cannot be taken, so the listener looks away for a while.
    private func rest(after error: SystemError) {
        logger.warning(
            "Connections cannot be accepted; trying again in half a second", metadata: ["error": "\(error)"])
        try? registration?.wait(for: [])
        resumption.set(after: Self.pause)
    }

    private func resume() { try? registration?.wait(for: .readable) }
}
