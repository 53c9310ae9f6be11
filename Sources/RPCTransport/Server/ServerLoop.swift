internal import EventLoop
internal import Logging
internal import RPCCore

/// What the connections on one event loop share. Belongs to that loop.
final class ServerLoop {
    /// Plaintext that one `send` carries, give or take a frame: four full TLS records.
    static let runByteCount = 64 * 1024
    /// Sockets that may wait for the last words of their peers at once; they count as no connections any more.
    private static let partingCountMax = 256
    /// Stream objects kept for later calls.
    private static let spareStreamsMax = 1024

    let eventLoop: EventLoop
    let configuration: RPCServerConfiguration
    let http2Configuration: HTTP2Configuration
    let methods: MethodTable
    /// In the order they are told.
    let interceptors: [any ServerInterceptor]
    /// Whether calls have ended whose answers may still be here.
    var hasEndedCalls = false
    /// Bytes of replies that wait on all connections of the server.
    let replyBudget: ByteBudget
    /// Nil for plaintext, which tests use.
    let tls: CurrentTLS?

    /// Bytes as they come from a socket.
    let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    /// The plaintext in them.
    let plaintextIn = ByteBuffer(capacity: 64 * 1024)
    /// What HTTP/2 has to send.
    let plaintextOut = ByteBuffer(capacity: runByteCount + 16 * 1024)
    /// The same as it goes to the socket. Empty whenever another connection's turn comes.
    let output = ByteBuffer(capacity: runByteCount + 32 * 1024)

    /// Sockets that wait for the last words of their peers.
    var partingCount = 0

    private let logger: Logger
    private let connectionClosed: () -> Void
    private var connections: [ServerConnection] = []
    private var spareStreams: [ServerStream] = []
    private var drainTimer: LoopTimer?
    private var drained: (() -> Void)?

    /// - Parameter connectionClosed: Called whenever a connection that was adopted is gone.
    init(
        eventLoop: EventLoop, configuration: RPCServerConfiguration, methods: MethodTable,
        interceptors: [any ServerInterceptor], replyBudget: ByteBudget,
        tls: CurrentTLS?, logger: Logger, connectionClosed: @escaping () -> Void
    ) {
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.methods = methods
        self.interceptors = interceptors.map { $0.onLoop(methods.methods) }
        self.replyBudget = replyBudget
        self.tls = tls
        self.logger = logger
        self.connectionClosed = connectionClosed
        var http2 = HTTP2Configuration(role: .server)
        http2.concurrentStreamsMax = configuration.concurrentStreamsMax
        http2.headerListByteCountMax = configuration.headerListByteCountMax
        http2.headerFieldCountMax = configuration.headerFieldCountMax
        http2.floodLimits = configuration.floodLimits
        http2Configuration = http2
    }

    deinit { receiveBuffer.deallocate() }

    // MARK: Connections

    /// Takes over a connection that was just accepted.
    func adopt(_ socket: Socket) {
        do {
            let connection = try ServerConnection(socket: socket, loop: self)
            connection.place = connections.count
            connections.append(connection)
            // Only now, since writing may find that the client is gone already, and close.
            connection.write()
            if drained != nil { connection.drain() }
        } catch {
            log("A connection could not be set up", peer: "", error: error)
            connectionClosed()
        }
    }

    /// A connection has closed itself.
    func remove(_ connection: ServerConnection) {
        guard let place = connection.place else { return }
        connection.place = nil
        let last = connections.removeLast()
        if place < connections.count {
            connections[place] = last
            last.place = place
        }
        connectionClosed()
        finishDrainingIfEmpty()
    }

    /// Closes the socket of a connection that we have ended, once the peer has had a chance to read why.
    func part(from socket: Socket) {
        // Held by its registration. Without one, letting go of the socket closes it.
        if partingCount < Self.partingCountMax { _ = PartingSocket(socket, loop: self) }
    }

    /// Logs what happened to one connection; at debug, because peers can cause any number of these.
    func log(_ message: StaticString, peer: @autoclosure () -> String, error: (any Error)?) {
        guard logger.logLevel <= .debug else { return }
        var metadata: Logger.Metadata = ["peer": "\(peer())"]
        if let error { metadata["error"] = "\(error)" }
        logger.debug("\(message)", metadata: metadata)
    }

    /// Bytes are about to be given to a socket.
    func announceAnswers() {
        guard hasEndedCalls else { return }
        hasEndedCalls = false
        for interceptor in interceptors { interceptor.answersLeave() }
    }

    // MARK: Streams

    /// A stream object for a new call.
    func takeStream() -> ServerStream { spareStreams.popLast() ?? ServerStream() }

    /// Takes back the object of a call that is over.
    func giveBack(_ stream: ServerStream) {
        stream.reset()
        if spareStreams.count < Self.spareStreamsMax { spareStreams.append(stream) }
    }

    // MARK: End

    /// Ends all connections in the orderly way, and those that take longer than `grace` at once.
    ///
    /// - Parameter whenDone: Called once, when the last connection is gone. Later calls may only shorten the grace.
    func drain(within grace: Duration, whenDone: @escaping () -> Void) {
        if drained == nil, drainTimer == nil {
            drained = whenDone
            drainTimer = LoopTimer(on: eventLoop) { [weak self] in self?.closeAll() }
            for connection in connections { connection.drain() }
        }
        if let drainTimer {
            let deadline = eventLoop.now &+ min(grace.nanoseconds, .max / 2)
            if !drainTimer.isSet || deadline < drainTimer.deadline { drainTimer.set(at: deadline) }
        }
        finishDrainingIfEmpty()
    }

    private func closeAll() {
        for connection in connections { connection.close("A connection outlived the grace time of shutdown") }
    }

    private func finishDrainingIfEmpty() {
        guard connections.isEmpty, let drained else { return }
        drainTimer?.cancel()
        self.drained = nil
        drained()
    }
}
