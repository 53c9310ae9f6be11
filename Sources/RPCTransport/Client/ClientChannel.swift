internal import Dispatch
internal import EventLoop
internal import RPCCore

/// The way from a client to its server: makes the connection when a call needs one, and keeps calls until it is made.
///
/// ```
/// idle ── call ──▶ resolving ──▶ connecting ──▶ ready
///   ▲                  │ no address    │ no more addresses  │ lost, or the server is leaving
///   └──────────────────┴───────────────┴────────────────────┘
/// ```
/// `start`, `cancel` and `close` may be called from any thread; the rest belongs to the loop.
final class ClientChannel: @unchecked Sendable {
    // Sendable because what changes is touched on `loop` only: by the jobs posted below, and by the connection and the
    // timers, which belong to that loop.

    private enum State {
        case idle
        case resolving
        case connecting(ClientConnection, remaining: ArraySlice<SocketAddress>)
        case ready(ClientConnection)
        case closed
    }

    private let configuration: RPCClientConfiguration
    private let loop: EventLoop
    private var state = State.idle
    /// Calls in progress, by their request.
    private var calls: [ObjectIdentifier: ClientCall] = [:]
    /// Those of them that wait for a connection, in order.
    private var waiting: [ClientCall] = []
    /// Connections that finish what they carry and take nothing new.
    private var leaving: [ClientConnection] = []
    /// What came of the addresses tried so far.
    private var failure: ConnectionFailure?

    init(_ configuration: RPCClientConfiguration, loop: EventLoop) {
        self.configuration = configuration
        self.loop = loop
    }

    /// Begins a call; its request is told the outcome.
    func start(_ request: ClientRequest) { loop.execute { self.begin(request) } }

    /// Ends a call, whether it has begun or will.
    func cancel(_ request: ClientRequest) {
        request.cancel()
        loop.execute {
            self.calls[ObjectIdentifier(request)].map { self.abandon($0, .cancelled, "the call was cancelled") }
        }
    }

    /// Ends the channel and all its calls.
    func close(whenDone: @escaping @Sendable () -> Void = {}) {
        loop.execute {
            self.shutDown()
            whenDone()
        }
    }

    // MARK: Calls

    private func begin(_ request: ClientRequest) {
        let call = ClientCall(request, replyByteCountMax: configuration.replyByteCountMax)
        calls[ObjectIdentifier(request)] = call
        call.begin(
            on: loop,
            whenExpired: { [weak self] in self?.expire($0) },
            whenFinished: { [weak self] in self?.calls[ObjectIdentifier($0.request)] = nil })
        if request.isCancelled { return abandon(call, .cancelled, "the call was cancelled") }
        if request.deadline.hasPassed(at: loop.clock.now()) { return expire(call) }
        place(call)
    }

    /// Sends a call or lets it wait for a connection.
    private func place(_ call: ClientCall) {
        switch state {
        case .ready(let connection): connection.send(call)
        case .connecting, .resolving: waiting.append(call)
        case .idle:
            waiting.append(call)
            resolve()
        case .closed: call.finish(.failure(RPCError(.cancelled, "the client is closed")))
        }
    }

    private func expire(_ call: ClientCall) {
        let isWaiting = waiting.contains { $0 === call }
        let place = isWaiting ? "there was no connection to" : "no answer came from"
        abandon(call, .deadlineExceeded, "\(place) \(configuration.target) before the deadline")
    }

    private func abandon(_ call: ClientCall, _ code: StatusCode, _ message: String) {
        call.finish(.failure(RPCError(code, message)))
        waiting.removeAll { $0 === call }
        if let connection = call.connection { connection.cancel(call) }
    }

    // MARK: Connections

    private func resolve() {
        state = .resolving
        failure = nil
        let target = configuration.target
        DispatchQueue.global().async { [loop] in
            let addresses = Result { () throws(ResolutionError) in try SocketAddress.resolve(target) }
            loop.execute { self.resolved(addresses) }
        }
    }

    private func resolved(_ addresses: Result<[SocketAddress], ResolutionError>) {
        guard case .resolving = state else { return }
        switch addresses {
        case .success(let addresses): connect(to: addresses[...])
        case .failure(let error): giveUp(ConnectionFailure(.unknownHost, "\(error)", isUnprocessed: true))
        }
    }

    private func connect(to addresses: ArraySlice<SocketAddress>) {
        guard let address = addresses.first else {
            return giveUp(
                failure ?? ConnectionFailure(connectingTo: configuration.target, .unknownHost, "it has no address"))
        }
        let connection = ClientConnection(configuration, loop: loop, owner: self)
        state = .connecting(connection, remaining: addresses.dropFirst())
        connection.connect(to: address)
    }

    /// Ends the calls that wait; the next one begins anew.
    private func giveUp(_ failure: ConnectionFailure) {
        state = .idle
        let calls = waiting
        waiting = []
        for call in calls { call.finish(.failure(failure.callError)) }
    }

    private func shutDown() {
        var connections = leaving
        switch state {
        case .connecting(let connection, _), .ready(let connection): connections.append(connection)
        case .idle, .resolving, .closed: break
        }
        state = .closed
        waiting = []
        leaving = []
        for call in calls.values { call.finish(.failure(RPCError(.cancelled, "the client was closed"))) }
        for connection in connections { connection.close() }
    }
}

extension ClientChannel {
    // MARK: Called by connections

    /// The connection takes calls now.
    func becameReady(_ connection: ClientConnection) {
        guard case .connecting(let current, _) = state, current === connection else { return }
        state = .ready(connection)
        let calls = waiting
        waiting = []
        for call in calls { connection.send(call) }
    }

    /// The connection takes no more calls, and ends when those it carries have.
    func beganLeaving(_ connection: ClientConnection) {
        guard case .ready(let current) = state, current === connection else { return }
        state = .idle
        leaving.append(connection)
    }

    /// The connection has ended; it has told its calls.
    func ended(_ connection: ClientConnection, _ failure: ConnectionFailure) {
        leaving.removeAll { $0 === connection }
        switch state {
        case .connecting(let current, let remaining) where current === connection:
            note(failure)
            connect(to: remaining)
        case .ready(let current) where current === connection: state = .idle
        default: break
        }
    }

    /// The server has not looked at this call: it is made once more, over another connection if need be.
    func returned(_ call: ClientCall, _ error: RPCError) {
        guard !call.isFinished else { return }
        guard !call.isSecondAttempt else { return call.finish(.failure(error)) }
        call.prepareSecondAttempt()
        place(call)
    }

    /// Keeps the failure that says most.
    private func note(_ failure: ConnectionFailure) {
        if let known = self.failure, known.weight >= failure.weight { return }
        self.failure = failure
    }
}
