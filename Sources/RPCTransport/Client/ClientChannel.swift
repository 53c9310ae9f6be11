internal import EventLoop
internal import RPCCore

/// The way from a client to its target: sends calls over the connections of a pool, and keeps them while none has room.
///
/// ```
///           room              answered
/// call ──────────▶ connection ──────────▶ done
///   │ none            │ server never looked at it, once
///   ▼        room     ▼
/// waiting ◀───────────┘    deadline, cancelled, or no address answers ──▶ failed
/// ```
/// `start`, `cancel`, `connect` and `close` may be called from any thread; the rest belongs to the loop.
final class ClientChannel: @unchecked Sendable {
    // Sendable because what changes is touched on `loop` only: by the jobs posted below, and by the connections and the
    // timers, which belong to that loop.

    /// Calls that are kept when they are over, with their memory.
    private static let restingCountMax = 1024

    let configuration: RPCClientConfiguration
    let loop: EventLoop
    /// What the service configuration says about each method.
    let methods: MethodDirectory
    let connectivity = ConnectivityMonitor()
    /// Whether failed calls may be made again.
    var throttle: RetryThrottle
    /// Bytes of requests that are kept because they may be sent again.
    let retryBudget: ByteBudget

    private lazy var pool = makePool()
    /// Calls in progress, each of which knows its place.
    private var calls: [ClientCall] = []
    /// Those that are over and will carry others.
    private var resting: [ClientCall] = []
    /// Those of them that wait for a connection.
    private var waiting = WaitingCalls()
    /// How connections are looked after; less often once a server has complained.
    private var keepalive: RPCKeepalive?
    private var isClosed = false
    private var idleSince: UInt64 = 0
    private lazy var idleTimer = LoopTimer(on: loop) { [unowned self] in restIfIdle() }

    init(_ configuration: RPCClientConfiguration, loop: EventLoop) {
        self.configuration = configuration
        self.loop = loop
        methods = MethodDirectory(configuration.service)
        throttle = RetryThrottle(configuration.service.retryThrottling)
        retryBudget = ByteBudget(byteCountMax: configuration.retryBufferByteCountMax)
        keepalive = configuration.keepalive
    }

    /// Begins a call; its request is told the outcome.
    func start(_ request: ClientRequest) { loop.execute { self.begin(request) } }

    /// Ends a call, whether it has begun or will.
    func cancel(_ request: ClientRequest) {
        request.cancel()
        loop.execute {
            // The end of its first attempt may make the call one of several.
            if request.repeatedCall == nil { self.abandon(request) }
            request.repeatedCall?.abandon()
        }
    }

    /// Makes a connection although no call needs one yet.
    func connect() {
        loop.execute {
            self.noteActivity()
            self.pool.want()
        }
    }

    /// Ends the channel and all its calls.
    func close(whenDone: @escaping @Sendable () -> Void = {}) {
        loop.execute {
            self.shutDown()
            whenDone()
        }
    }

    /// Whether a request can be kept to be sent again. From any thread.
    func keeps(_ frame: MessageFrame) -> Bool {
        frame.byteCount <= configuration.retriedRequestByteCountMax && retryBudget.hasRoom
    }

    // MARK: Calls

    /// Begins a call. On the loop.
    func begin(_ request: ClientRequest) {
        let call = makeCall(request, replyByteCountMax: min(configuration.replyByteCountMax, request.replyByteCountMax))
        request.call = call
        request.begin(on: self)
        call.channelPlace = calls.count
        calls.append(call)
        noteActivity()
        call.begin(on: self)
        if request.isCancelled { return abandon(call, .cancelled, "the call was cancelled") }
        if request.options.deadline.hasPassed(at: loop.clock.now()) { return expire(call) }
        place(call)
    }

    /// A call that rests, or a new one.
    private func makeCall(_ request: ClientRequest, replyByteCountMax: Int) -> ClientCall {
        guard case .message = request.body, let call = resting.popLast() else {
            return ClientCall(request, replyByteCountMax: replyByteCountMax)
        }
        call.carry(request, replyByteCountMax: replyByteCountMax)
        return call
    }

    /// Ends an attempt that nobody waits for any more. On the loop.
    func abandon(_ request: ClientRequest) {
        request.call.map { abandon($0, .cancelled, "the call was cancelled") }
    }

    /// Sends a call, lets it wait for a connection, or ends it.
    private func place(_ call: ClientCall) {
        if isClosed { return call.finish(.failure(RPCError(.cancelled, "the client is closed"))) }
        if waiting.isEmpty, let connection = pool.pick() { return connection.send(call) }
        if let failure = failure(of: call) { return call.finish(.failure(failure.callError)) }
        guard waiting.count < configuration.waitingCallCountMax else {
            return call.finish(.failure(.tooManyWaiting(configuration)))
        }
        waiting.append(call)
        if pool.state == .idle { pool.want() }
    }

    /// Why the call does not wait; nil when it does.
    private func failure(of call: ClientCall) -> ConnectionFailure? {
        guard pool.state == .transientFailure, call.request.options.waitsForReady != true else { return nil }
        return pool.failure
    }

    /// The pool has changed: sends what waits, or ends it.
    private func settle() {
        connectivity.set(pool.state)
        while !waiting.isEmpty, let connection = pool.pick(), let call = waiting.popFirst() { connection.send(call) }
        guard !waiting.isEmpty else { return }
        if pool.state == .idle { pool.want() }
        guard pool.state == .transientFailure, let failure = pool.failure else { return }
        for call in waiting.removeAll(where: { $0.request.options.waitsForReady != true }) {
            call.finish(.failure(failure.callError))
        }
    }

    /// Ends a call whose deadline has passed.
    func expire(_ call: ClientCall) {
        let message =
            if call.waitingTicket == nil {
                "no answer came from \(call.connection?.server.endpoint.description ?? "\(configuration.target)")"
            } else if pool.hasConnection {
                "no connection to \(configuration.target) had room"
            } else {
                "there was no connection to \(configuration.target)"
            }
        let cause = call.waitingTicket == nil ? nil : pool.failure
        abandon(call, .deadlineExceeded, "\(message) before the deadline\(cause.map { ": \($0)" } ?? "")", cause)
    }

    private func abandon(
        _ call: ClientCall, _ code: StatusCode, _ message: String, _ cause: ConnectionFailure? = nil
    ) {
        waiting.remove(call)
        call.finish(.failure(RPCError(code, message, cause: cause)))
        if let connection = call.connection { connection.cancel(call) }
    }

    /// The call's caller has been told the outcome.
    func finished(_ call: ClientCall) {
        call.request.call = nil
        let last = calls.removeLast()
        if last !== call {
            calls[call.channelPlace] = last
            last.channelPlace = call.channelPlace
        }
        if calls.isEmpty { idleSince = loop.now }
        if call.connection == nil { isOver(call) }
    }

    /// The call is finished, and no connection has it any more.
    func isOver(_ call: ClientCall) {
        guard call.streaming == nil, !isClosed, resting.count < Self.restingCountMax else { return call.stopTimer() }
        call.rest()
        resting.append(call)
    }

    // MARK: Life

    private func makePool() -> ConnectionPool {
        ConnectionPool(
            configuration, loop: loop,
            connect: { [unowned self] server in
                ClientConnection(configuration, server: server, keepalive: keepalive, loop: loop, owner: self)
            },
            whenChanged: { [unowned self] in settle() })
    }

    private func noteActivity() {
        idleSince = loop.now
        if !idleTimer.isSet, let timeout = configuration.idleTimeout { idleTimer.set(after: timeout) }
    }

    private func restIfIdle() {
        guard let timeout = configuration.idleTimeout, !isClosed else { return }
        let (end, overflowed) = idleSince.addingReportingOverflow(timeout.nanoseconds)
        guard calls.isEmpty, !overflowed, loop.now >= end else {
            return idleTimer.set(at: calls.isEmpty && !overflowed ? end : loop.now &+ timeout.nanoseconds)
        }
        pool.rest()
    }

    private func shutDown() {
        guard !isClosed else { return }
        isClosed = true
        idleTimer.cancel()
        _ = waiting.removeAll { _ in true }
        for call in Array(calls) { call.finish(.failure(RPCError(.cancelled, "the client was closed"))) }
        pool.close()
        for call in resting { call.stopTimer() }
        resting = []
        connectivity.set(.shutdown)
    }
}

extension ClientChannel {
    // MARK: Called by connections

    /// The connection takes calls now.
    func becameReady(_ connection: ClientConnection) { pool.becameReady(connection) }

    /// The connection takes no more calls, and ends when those it carries have.
    func beganLeaving(_ connection: ClientConnection) { pool.beganLeaving(connection) }

    /// The connection has ended; it has told its calls.
    func ended(_ connection: ClientConnection, _ failure: ConnectionFailure) { pool.ended(connection, failure) }

    /// The connection may have room for another call.
    func gotRoom() { if !waiting.isEmpty { settle() } }

    /// The server was asked too often whether it is there.
    func pingedTooOften() {
        guard var keepalive else { return }
        keepalive.interval = max(keepalive.interval, RPCKeepalive.intervalMin) * 2
        self.keepalive = keepalive
    }

    /// The server has not looked at this call: it is made once more, over another connection if need be. A call that was
    /// not even sent does not count as made.
    func returned(_ call: ClientCall, _ error: RPCError) {
        guard !call.isFinished else { return }
        guard !call.isSecondAttempt || !call.hasSentRequest else { return call.finish(.failure(error)) }
        call.prepareSecondAttempt()
        place(call)
    }
}

extension RPCError {
    /// The error of a call that finds the queue full.
    fileprivate static func tooManyWaiting(_ configuration: RPCClientConfiguration) -> RPCError {
        RPCError(
            .resourceExhausted,
            "\(configuration.waitingCallCountMax) calls wait for a connection to \(configuration.target) already")
    }
}
