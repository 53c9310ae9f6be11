internal import EventLoop

/// One address of the target: its connection, and when it may be tried again. Belongs to its pool's loop.
final class Subchannel {
    /// What balancers call the address.
    let number: Int
    let server: ServerAddress
    /// The attempt, or the connection that takes calls.
    private(set) var connection: ClientConnection?
    /// Whether the connection takes calls.
    private(set) var isReady = false
    /// Why the last attempt failed; nil once one has succeeded.
    private(set) var failure: ConnectionFailure?

    private let loop: EventLoop
    private let chance: @Sendable () -> Double
    private let connect: (Subchannel) -> ClientConnection
    private let whenRested: (Subchannel) -> Void
    private var backoff: ReconnectBackoff
    /// The instant before which no attempt may begin.
    private var notBefore: UInt64 = 0
    /// Whether an attempt is wanted as soon as it may begin.
    private var isAttemptDue = false
    private lazy var timer = LoopTimer(on: loop) { [weak self] in self?.rested() }

    /// - Parameters:
    ///   - connect: Makes a connection, which has not begun to connect.
    ///   - whenRested: Called when the address may be tried again after an attempt has failed.
    init(
        number: Int, server: ServerAddress, configuration: RPCClientConfiguration, loop: EventLoop,
        connect: @escaping (Subchannel) -> ClientConnection, whenRested: @escaping (Subchannel) -> Void
    ) {
        self.number = number
        self.server = server
        self.loop = loop
        chance = configuration.chance
        backoff = ReconnectBackoff(configuration.backoff)
        self.connect = connect
        self.whenRested = whenRested
    }

    /// Begins an attempt, or does so as soon as the address may be tried again.
    func begin() {
        guard loop.now >= notBefore else {
            isAttemptDue = true
            return timer.set(at: notBefore)
        }
        isAttemptDue = false
        backoff.began(now: loop.now)
        let connection = connect(self)
        self.connection = connection
        connection.connect()
    }

    /// The connection takes calls.
    func becameReady() {
        isReady = true
        failure = nil
    }

    /// The attempt failed; the pool hears when the address has rested.
    func failed(_ failure: ConnectionFailure) {
        connection = nil
        self.failure = failure
        notBefore = backoff.retryInstant(chance: chance())
        timer.set(at: notBefore)
    }

    /// The connection takes no more calls.
    ///
    /// - Returns: The connection, which may still carry some.
    @discardableResult
    func lost() -> ClientConnection? {
        notBefore = backoff.ended(
            now: loop.now, wasUseful: connection?.hasAnswered == true, chance: chance())
        return release()
    }

    /// Forgets the attempt or the connection, whose end matters no more.
    func drop() -> ClientConnection? {
        timer.cancel()
        isAttemptDue = false
        return release()
    }

    private func release() -> ClientConnection? {
        defer {
            connection = nil
            isReady = false
        }
        return connection
    }

    private func rested() {
        if isAttemptDue { begin() } else { whenRested(self) }
    }
}
