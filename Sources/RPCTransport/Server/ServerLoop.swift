internal import EventLoop
internal import Logging
internal import RPCCore

/// What the connections on one event loop share. Belongs to that loop.
final class ServerLoop {
    /// Plaintext that one `send` carries, give or take a frame: four full TLS records.
    static let runByteCount = 64 * 1024
    /// Why connections are closed when interceptors let no answer leave.
    static let unwrittenReason: StaticString = "Answers could not be written down, so none leaves"
    /// Stream objects kept for later calls.
    private static let spareStreamsMax = 1024

    let eventLoop: EventLoop
    let configuration: RPCServerConfiguration
    let http2Configuration: HTTP2Configuration
    let methods: MethodTable
    /// In the order they are told.
    let interceptors: InterceptorChain?
    /// Whether calls have ended whose answers may still be here.
    var hasEndedCalls = false
    /// Whether there is room for more calls.
    let load: LoopLoad
    let endingFrames: EndingFrames
    /// What all connections of the server may have it keep.
    let budgets: ServerBudgets

    /// Bytes as they come from a socket.
    let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    /// The plaintext in them.
    let plaintextIn = ByteBuffer(capacity: 64 * 1024)
    /// What HTTP/2 has to send.
    let plaintextOut = ByteBuffer(capacity: runByteCount + 16 * 1024)
    /// The same as it goes to the socket. Empty whenever another connection's turn comes.
    let output = ByteBuffer(capacity: runByteCount + 32 * 1024)

    /// Where the connections' HTTP/2 takes its memory from.
    let sessionMemory = SessionMemory()
    let partingSockets: PartingSockets
    let logger: Logger

    private let connectionClosed: () -> Void
    private let overloadAnswers: [OverloadAnswer]
    private let serverLoad: ServerLoad
    private var overloadTurn = 0
    private var connections: [ServerConnection] = []
    /// The first of the stream objects that wait for a call; each knows the next.
    private var spareStream: ServerStream?
    private var spareStreamCount = 0
    /// What the last answers waited for, or still wait for.
    private var lastHold: AnswerHold?
    /// Whether answers stand ready that may never leave, so that all connections are to be closed.
    private var isBarred = false
    private var drainTimer: LoopTimer?
    private var drained: (() -> Void)?
    private var isDrained = false
    private var isPastGrace = false
    /// Whether connections are still being opened that will come here.
    private var expectsConnections = true

    /// - Parameter connectionClosed: Called whenever a connection that was adopted is gone.
    init(
        eventLoop: EventLoop, configuration: RPCServerConfiguration, methods: MethodTable,
        interceptors: [any ServerInterceptor], load: ServerLoad, logger: Logger,
        connectionClosed: @escaping () -> Void
    ) {
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.methods = methods
        self.interceptors = InterceptorChain(interceptors.map { $0.onLoop(methods.methods) })
        self.load = LoopLoad(load, configuration)
        serverLoad = load
        endingFrames = load.endingFrames
        let errors = configuration.overloadErrors
        overloadAnswers = (errors.isEmpty ? [RPCError(.resourceExhausted, "")] : errors).map(OverloadAnswer.init)
        budgets = load.budgets
        self.logger = logger
        self.connectionClosed = connectionClosed
        var http2 = HTTP2Configuration(role: .server)
        http2.concurrentStreamsMax = configuration.concurrentStreamsMax
        http2.headerListByteCountMax = configuration.headerListByteCountMax
        http2.headerFieldCountMax = configuration.headerFieldCountMax
        http2.floodLimits = configuration.floodLimits
        http2Configuration = http2
        partingSockets = PartingSockets(eventLoop: eventLoop)
        partingSockets.whenEmpty = { [unowned self] in finishDrainingIfEmpty() }
    }

    deinit {
        receiveBuffer.deallocate()
        // One by one: letting go of the first would let go of the next within, and so on, as deep as the list is long.
        while let stream = spareStream { spareStream = stream.nextSpare.take() }
    }

    // MARK: Connections

    /// Takes over a connection that may speak HTTP/2 now.
    func adopt(_ opened: OpenedConnection) {
        guard !isDrained, !isPastGrace else { return connectionClosed() }  // Letting go of the socket closes it.
        do {
            let connection = try ServerConnection(opened, loop: self)
            connection.place = connections.count
            connections.append(connection)
            // Only now, since beginning may find that the client is gone already, and close.
            connection.begin(with: opened.plaintext)
            if drained != nil { connection.drain() }
        } catch {
            logger.connectionEvent("A connection could not be set up", peer: "", error: error)
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

    /// Closes all connections at once.
    func closeAll(_ reason: StaticString) {
        for connection in connections { connection.close(reason) }
        isBarred = false
    }

    /// What the next call is told that there is no room for.
    func nextOverloadAnswer() -> OverloadAnswer {
        serverLoad.shed()
        overloadTurn = (overloadTurn + 1) % overloadAnswers.count
        return overloadAnswers[overloadTurn]
    }

    /// Bytes are about to be given to a socket. Returns when interceptors let them leave: not before the answers of all
    /// calls that have ended may, whichever connection they are for.
    func announceAnswers() -> AnswerDeparture {
        if isBarred { return .never }
        guard hasEndedCalls else { return lastHold.map { $0.isHolding ? .when($0) : .now } ?? .now }
        hasEndedCalls = false
        lastHold = nil
        let departure = interceptors?.answersLeave() ?? .now
        if case .when(let hold) = departure { lastHold = hold }
        if case .never = departure { isBarred = true }
        return departure
    }

    /// Calls have ended, and nothing leaves now: tells the interceptors all the same.
    func settleEndedCalls() { _ = announceAnswers() }

    // MARK: Streams

    /// A stream object for a new call.
    func takeStream() -> ServerStream {
        guard let stream = spareStream else { return ServerStream(methods: methods) }
        spareStreamCount -= 1
        spareStream = stream.nextSpare.take()
        return stream
    }

    /// Takes back the object of a call that is over.
    func giveBack(_ stream: ServerStream) {
        stream.reset()
        guard spareStreamCount < Self.spareStreamsMax else { return }
        spareStreamCount += 1
        stream.nextSpare = spareStream.take()
        spareStream = stream
    }

    // MARK: End

    /// Ends all connections in the orderly way, and those that take longer than `grace` at once; also those that come until
    /// ``expectNoConnections()``.
    ///
    /// - Parameter whenDone: Called once, when the last connection is gone, and peers have read why. Later calls may only shorten the grace.
    func drain(within grace: Duration, whenDone: @escaping () -> Void) {
        if drained == nil, drainTimer == nil {
            drained = whenDone
            drainTimer = LoopTimer(on: eventLoop) { [weak self] in self?.endGrace() }
            for connection in connections { connection.drain() }
        }
        drainTimer?.bringForward(to: eventLoop.now &+ min(grace.nanoseconds, .max / 2))
        finishDrainingIfEmpty()
    }

    /// No connection will be handed over any more.
    func expectNoConnections() {
        expectsConnections = false
        finishDrainingIfEmpty()
    }

    private func endGrace() {
        isPastGrace = true
        closeAll("A connection outlived the grace time of shutdown")
        partingSockets.closeAll()
    }

    private func finishDrainingIfEmpty() {
        guard connections.isEmpty, partingSockets.isEmpty, !expectsConnections, let drained else { return }
        drainTimer?.cancel()
        self.drained = nil
        isDrained = true
        drained()
    }
}
