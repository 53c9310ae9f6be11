public import EventLoop
public import Logging
public import RPCCore
internal import Synchronization

/// A gRPC server: one listening socket, a fixed number of event loops, and services.
///
/// Connections are accepted and shake hands on loops of their own, and are then served on the others, in turn.
///
/// Serving from ``start(_:services:tls:logger:)`` until ``shutDown(within:)`` has returned. May be used from any thread.
/// Shutting down takes these steps, in this order:
///
/// 1. The listening socket is closed, so new connections are refused, unless another process has the socket too.
/// 2. Every client is told to open no more calls (GOAWAY), and a PING finds out when it has heard. Those still shaking
///    hands have a moment to finish, and are told then.
/// 3. Connections close as their last call is answered.
/// 4. Those still open at the end of the grace time are closed, and their calls cancelled.
/// 5. The loops end.
public final class RPCServer: Sendable {
    /// Where the server listens, with the port the kernel chose if it was asked to.
    public let endpoint: Endpoint

    private struct Ending {
        var hasBegun = false
        var loopsLeft: Int
        var openingLoopsLeft: Int
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let loops: [LoopBound<ServerLoop>]
    private let group: EventLoopGroup
    private let openingLoops: [LoopBound<OpeningLoop>]
    private let openingGroup: EventLoopGroup
    private let listener: LoopBound<Listener>
    private let tls: CurrentTLS?
    private let quota: ConnectionQuota
    private let load: ServerLoad
    private let openingGrace: Duration
    private let ending: Mutex<Ending>

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - configuration: Where to listen, and all limits.
    ///   - services: What is served.
    ///   - interceptors: What looks at every call, in this order.
    ///   - socket: A socket that listens already; nil to listen where the configuration says.
    ///   - tls: Certificate, key and whom to trust.
    ///   - logger: Gets one line for what concerns the server, and at debug one for what happens to a connection.
    /// - Throws: ``RPCServerError`` when the address cannot be listened on. Nothing is left open then.
    public static func start(
        _ configuration: RPCServerConfiguration, services: [any RPCService],
        interceptors: [any ServerInterceptor] = [], listeningOn socket: Socket? = nil, tls: TLSContext, logger: Logger
    ) throws(RPCServerError) -> RPCServer {
        try start(
            configuration, services: services, interceptors: interceptors, listeningOn: socket, tlsContext: tls,
            logger: logger)
    }

    /// Starts a server, without TLS if there is no context: for tests only.
    static func start(
        _ configuration: RPCServerConfiguration, services: [any RPCService],
        interceptors: [any ServerInterceptor] = [], listeningOn socket: Socket? = nil, tlsContext: TLSContext?,
        logger: Logger
    ) throws(RPCServerError) -> RPCServer {
        let socket = if let socket { socket } else { try listen(on: configuration.listen) }
        do throws(SystemError) {
            let endpoint = try socket.localAddress().endpoint
            let group = try EventLoopGroup(
                label: "rpc-server", count: configuration.loopCount, linger: configuration.linger)
            let openingGroup = try EventLoopGroup(label: "rpc-server-opening", count: configuration.openingLoopCount)
            return try RPCServer(
                socket: socket, endpoint: endpoint, group: group, openingGroup: openingGroup,
                configuration: configuration, methods: MethodTable(services), interceptors: interceptors,
                tls: tlsContext.map(CurrentTLS.init), logger: logger)
        } catch {
            throw RPCServerError(listeningOn: configuration.listen, error)
        }
    }

    private init(
        socket: Socket, endpoint: Endpoint, group: EventLoopGroup, openingGroup: EventLoopGroup,
        configuration: RPCServerConfiguration, methods: MethodTable, interceptors: [any ServerInterceptor],
        tls: CurrentTLS?, logger: Logger
    ) throws(SystemError) {
        self.endpoint = endpoint
        self.group = group
        self.openingGroup = openingGroup
        self.tls = tls
        openingGrace = configuration.openingGrace
        let openingLoopCount = openingGroup.loops.count
        ending = Mutex(
            Ending(loopsLeft: group.loops.count + openingLoopCount, openingLoopsLeft: openingLoopCount))
        let quota = ConnectionQuota(connectionsMax: configuration.connectionsMax)
        let load = ServerLoad(configuration)
        self.quota = quota
        self.load = load
        let loops = group.loops.map { loop in
            loop.onQueue {
                let serverLoop = ServerLoop(
                    eventLoop: loop, configuration: configuration, methods: methods, interceptors: interceptors,
                    load: load, logger: logger, connectionClosed: quota.giveBack)
                return LoopBound(serverLoop, on: loop)
            }
        }
        self.loops = loops
        let openingLoops = openingGroup.loops.map { loop in
            loop.onQueue {
                var turn = 0
                let openingLoop = OpeningLoop(
                    eventLoop: loop, tls: tls, timeout: configuration.openingTimeout, logger: logger,
                    certificateRefused: configuration.certificateRefused,
                    opened: { connection in
                        let index = turn % loops.count
                        turn += 1
                        group.loops[index].execute { loops[index].value.adopt(connection) }
                    }, closed: quota.giveBack)
                return LoopBound(openingLoop, on: loop)
            }
        }
        self.openingLoops = openingLoops
        let home = openingGroup.loops[0]
        listener = try home.onQueue { () throws(SystemError) in
            var turn = 0
            let listener = try Listener(socket: socket, eventLoop: home, logger: logger) { socket in
                guard quota.take() else { return }  // Letting go of the socket closes it.
                let index = turn % openingLoops.count
                turn += 1
                // At once on this loop, so that none is adopted after the loop has been ended.
                guard index > 0 else { return openingLoops[index].value.adopt(socket) }
                openingGroup.loops[index].execute { openingLoops[index].value.adopt(socket) }
            }
            return LoopBound(listener, on: home)
        }
    }

    /// Gives connections that begin from now on another TLS context, for certificates that have changed. Those that stand
    /// go on with the one they began with, so no call is lost. A server without TLS stays without.
    public func replaceTLS(_ context: TLSContext) { tls?.replace(with: context) }

    /// Another descriptor of the listening socket, for a process that is to take this one's place. While somebody has one,
    /// clients are not refused when this server stops listening, but wait to be accepted there.
    ///
    /// Waits for the loop that accepts, so it must not be called on a loop.
    ///
    /// - Returns: nil once the server has stopped listening.
    /// - Throws: `SystemError` when the process has no descriptors left.
    public func duplicateListeningSocket() throws(SystemError) -> Socket? {
        try openingGroup.loops[0].onQueue { () throws(SystemError) in try listener.value.duplicateSocket() }
    }

    /// What the server has done since it was started, and what it has open.
    public var statistics: RPCServerStatistics {
        let connections = quota.counts
        return RPCServerStatistics(
            connectionCount: connections.standing, acceptedConnectionCount: connections.taken,
            refusedConnectionCount: connections.refused, connectionCountMax: quota.connectionsMax,
            shedCallCount: load.shedCount, endingFrames: load.endingFrames.counts)
    }

    /// How long a job waits now before each loop gets to it: the lag that calls have. Nil for a loop that did not come to
    /// it within a second, which is not waited for.
    public func loopLags() async -> [Duration?] {
        var lags: [Duration?] = []
        for loop in group.loops {
            let clock = ContinuousClock()
            let begin = clock.now
            lags.append(
                await withTaskGroup(of: Duration?.self) { tasks in
                    let reached = AsyncStream<Void>.makeStream()
                    loop.execute { reached.continuation.finish() }
                    tasks.addTask {
                        for await _ in reached.stream {}
                        return Task.isCancelled ? nil : clock.now - begin
                    }
                    tasks.addTask {
                        try? await Task.sleep(for: .seconds(1))
                        return nil
                    }
                    defer { tasks.cancelAll() }
                    return await tasks.next() ?? nil
                })
        }
        return lags
    }

    /// Ends the server in the order written above, and returns when nothing of it runs any more.
    ///
    /// May be called again while it runs, to shorten the grace time; every call returns at the end.
    ///
    /// - Parameter grace: How long clients may take to finish; zero closes everything at once.
    public func shutDown(within grace: Duration) async {
        beginShutDown(within: grace)
        await withCheckedContinuation { continuation in
            let hasEnded = ending.withLock { ending in
                if !ending.hasEnded { ending.waiters.append(continuation) }
                return ending.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Begins what ``shutDown(within:)`` waits for.
    public func beginShutDown(within grace: Duration) {
        let isFirst = ending.withLock { ending in
            defer { ending.hasBegun = true }
            return !ending.hasBegun
        }
        // Later calls may only shorten the grace of what the first one has drained.
        guard isFirst else { return drain(within: grace) }
        openingGroup.loops[0].execute { [self] in
            listener.value.close()
            drain(within: grace)
        }
    }

    private func drain(within grace: Duration) {
        for (index, loop) in openingGroup.loops.enumerated() {
            loop.execute { [self] in
                openingLoops[index].value.drain(within: min(grace, openingGrace)) { [self] in
                    loop.shutDown { [self] in openingLoopEnded() }
                }
            }
        }
        for (index, loop) in group.loops.enumerated() {
            loop.execute { [self] in
                loops[index].value.drain(within: grace) { [self] in
                    loop.shutDown { [self] in loopEnded() }
                }
            }
        }
    }

    /// The loops that serve hear last that no connection comes any more.
    private func openingLoopEnded() {
        loopEnded()
        let isLast = ending.withLock { ending in
            ending.openingLoopsLeft -= 1
            return ending.openingLoopsLeft == 0
        }
        guard isLast else { return }
        for (index, loop) in group.loops.enumerated() {
            loop.execute { [self] in loops[index].value.expectNoConnections() }
        }
    }

    private func loopEnded() {
        let waiters = ending.withLock { ending -> [CheckedContinuation<Void, Never>] in
            ending.loopsLeft -= 1
            guard ending.loopsLeft == 0 else { return [] }
            ending.hasEnded = true
            defer { ending.waiters = [] }
            return ending.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private static func listen(on endpoint: Endpoint) throws(RPCServerError) -> Socket {
        let addresses: [SocketAddress]
        do throws(ResolutionError) {
            addresses = try SocketAddress.resolve(endpoint, forListening: true)
        } catch {
            throw RPCServerError("cannot listen on \(endpoint): \(error)")
        }
        guard let address = addresses.first else {
            throw RPCServerError("cannot listen on \(endpoint): the name has no address")
        }
        do throws(SystemError) {
            return try Socket.listening(on: address, backlog: 1024)
        } catch {
            throw RPCServerError(listeningOn: endpoint, error)
        }
    }
}
