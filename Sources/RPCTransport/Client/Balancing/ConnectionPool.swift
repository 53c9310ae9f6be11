internal import EventLoop

/// The connections of a client: finds the target's addresses, connects to those that the balancer chooses, and replaces
/// what is lost. Belongs to its channel's loop.
///
/// ```
/// idle ── wanted ──▶ resolving ──▶ balancer ── connect ──▶ subchannels ──▶ connections
///   ▲                   ▲  no address: again, later        │ failed, lost
///   └── rest ───────────┴──────── look again ◀─────────────┘
/// ```
final class ConnectionPool {
    private let configuration: RPCClientConfiguration
    private let loop: EventLoop
    private let connect: (ServerAddress) -> ClientConnection
    private let whenChanged: () -> Void

    private var balancer: any LoadBalancer
    private var subchannels: [Int: Subchannel] = [:]
    private var nextNumber = 0
    /// Connections that finish what they carry and take nothing new.
    private var leaving: [ClientConnection] = []
    /// Whether calls have asked for connections since the pool last rested.
    private var isWanted = false
    private var isClosed = false

    private lazy var lookup = AddressLookup(configuration, loop: loop) { [weak self] in self?.resolved($0) }
    private lazy var attemptTimer = LoopTimer(on: loop) { [weak self] in
        if let self { apply(balancer.timerFired()) }
    }
    /// What the balancer wants done, while it is being done: some of it fails at once, and has the balancer want more.
    private var actions: [BalancerAction] = []
    private var isApplying = false

    /// - Parameters:
    ///   - connect: Makes a connection to an address, which has not begun to connect.
    ///   - whenChanged: Called when the state may have changed, or a call may have room.
    init(
        _ configuration: RPCClientConfiguration, loop: EventLoop,
        connect: @escaping (ServerAddress) -> ClientConnection, whenChanged: @escaping () -> Void
    ) {
        self.configuration = configuration
        self.loop = loop
        self.connect = connect
        self.whenChanged = whenChanged
        balancer = configuration.service.loadBalancing.makeBalancer()
    }

    /// How the pool stands.
    var state: RPCConnectivity {
        if isClosed { return .shutdown }
        if !subchannels.isEmpty { return balancer.state }
        if lookup.failure != nil { return .transientFailure }
        return isWanted ? .connecting : .idle
    }

    /// Why there is no connection; nil as long as nothing has failed.
    var failure: ConnectionFailure? {
        if subchannels.isEmpty, let failure = lookup.failure { return failure }
        let failures = subchannels.values.sorted { $0.number < $1.number }.compactMap(\.failure)
        return ConnectionFailure(combining: failures)
    }

    /// Whether any connection takes calls: if none of them has room, that is why calls wait.
    var hasConnection: Bool { subchannels.values.contains(where: \.isReady) }

    /// The connection that takes the next call; nil when there is none, or none with room.
    func pick() -> ClientConnection? {
        let number = balancer.pick { subchannels[$0]?.connection?.hasRoom == true }
        return number.flatMap { subchannels[$0]?.connection }
    }

    /// A call wants a connection.
    func want() {
        guard !isClosed else { return }
        isWanted = true
        if subchannels.isEmpty { lookup.begin() } else { apply(balancer.connectionWanted()) }
    }

    /// Closes all connections until a call wants one; to be called while there are no calls.
    func rest() {
        isWanted = false
        lookup.stop()
        attemptTimer.cancel()
        let connections = subchannels.values.compactMap { $0.drop() }
        subchannels = [:]
        balancer = configuration.service.loadBalancing.makeBalancer()
        for connection in connections { connection.close() }
        whenChanged()
    }

    /// Closes all connections for good; the calls have been told.
    func close() {
        isClosed = true
        rest()
        let connections = leaving
        leaving = []
        for connection in connections { connection.close() }
    }

    // MARK: Called by the channel, for connections

    /// The connection takes calls now.
    func becameReady(_ connection: ClientConnection) {
        guard let subchannel = subchannel(of: connection) else { return }
        subchannel.becameReady()
        apply(balancer.connected(subchannel.number))
    }

    /// The connection takes no more calls, and ends when those it carries have.
    func beganLeaving(_ connection: ClientConnection) {
        guard let subchannel = subchannel(of: connection), subchannel.isReady else { return }
        if let connection = subchannel.lost() { leaving.append(connection) }
        apply(balancer.lost(subchannel.number))
    }

    /// The connection has ended.
    func ended(_ connection: ClientConnection, _ failure: ConnectionFailure) {
        leaving.removeAll { $0 === connection }
        guard let subchannel = subchannel(of: connection) else { return }
        if subchannel.isReady {
            subchannel.lost()
            apply(balancer.lost(subchannel.number))
        } else {
            subchannel.failed(failure)
            apply(balancer.failed(subchannel.number))
        }
    }

    // MARK: Addresses

    private func resolved(_ addresses: [ServerAddress]?) {
        guard !isClosed, isWanted else { return }
        guard let addresses else { return whenChanged() }
        let isFirst = subchannels.isEmpty
        var known = Dictionary(
            subchannels.values.map { ($0.server.numeric, $0) }, uniquingKeysWith: { first, _ in first })
        let current = addresses.map { known.removeValue(forKey: $0.numeric) ?? makeSubchannel($0) }
        for subchannel in current { subchannels[subchannel.number] = subchannel }
        apply(balancer.update(current.map(\.number)))
        // Those whose address is gone: the balancer has dropped what they had, so at most they rest.
        for subchannel in known.values { subchannels.removeValue(forKey: subchannel.number)?.drop().map(letGo) }
        if isFirst { apply(balancer.connectionWanted()) }
    }

    private func makeSubchannel(_ server: ServerAddress) -> Subchannel {
        defer { nextNumber += 1 }
        let connect = connect
        return Subchannel(
            number: nextNumber, server: server, configuration: configuration, loop: loop,
            connect: { connect($0.server) },
            whenRested: { [weak self] subchannel in
                if let self { apply(balancer.rested(subchannel.number)) }
            })
    }

    private func subchannel(of connection: ClientConnection) -> Subchannel? {
        subchannels.values.first { $0.connection === connection }
    }

    // MARK: What the balancer wants

    private func apply(_ wanted: [BalancerAction]) {
        actions += wanted
        guard !isApplying else { return }
        isApplying = true
        while !actions.isEmpty { apply(actions.removeFirst()) }
        isApplying = false
        whenChanged()
    }

    private func apply(_ action: BalancerAction) {
        switch action {
        case .connect(let number): subchannels[number]?.begin()
        case .drop(let number): subchannels[number]?.drop().map(letGo)
        case .startTimer: attemptTimer.set(after: configuration.attemptDelay)
        case .stopTimer: attemptTimer.cancel()
        case .resolve: lookup.refresh()
        }
    }

    /// Ends an attempt at once, and a connection with its calls.
    private func letGo(_ connection: ClientConnection) {
        guard connection.isReady else { return connection.close() }
        leaving.append(connection)
        connection.leave()
    }
}

extension RPCLoadBalancing {
    fileprivate func makeBalancer() -> any LoadBalancer {
        switch self {
        case .pickFirst: PickFirst()
        case .roundRobin: RoundRobin()
        }
    }
}
