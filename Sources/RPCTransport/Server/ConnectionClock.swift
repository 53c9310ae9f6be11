internal import EventLoop

/// Decides when a connection has been idle for too long, is too old, or may have lost its peer. Pure: it is told the time,
/// and says what to do and when to ask again.
struct ConnectionClock {
    /// What the owner is to do now.
    enum Action: Equatable {
        case nothing
        /// Send a PING, to see whether the peer is there.
        case ping
        /// End the connection in the orderly way.
        case drain
        /// End it at once.
        case close
    }

    /// All in nanoseconds.
    struct Limits {
        var idle: UInt64
        var age: UInt64
        var ageGrace: UInt64
        var keepaliveInterval: UInt64
        var keepaliveTimeout: UInt64
    }

    private let limits: Limits
    private let ageEnd: UInt64
    private var idleSince: UInt64
    private var lastReceived: UInt64
    private var pingedAt: UInt64?
    private var drainEnd: UInt64?

    /// A clock that starts with the connection.
    init(_ limits: Limits, now: UInt64) {
        self.limits = limits
        ageEnd = Self.sum(now, limits.age)
        idleSince = now
        lastReceived = now
    }

    /// Bytes came from the peer, so it is there.
    @inline(__always) mutating func received(now: UInt64) {
        lastReceived = now
        pingedAt = nil
    }

    /// The last open call has ended.
    @inline(__always) mutating func becameIdle(now: UInt64) { idleSince = now }

    /// Asks what is to be done.
    ///
    /// - Returns: An action, and the instant to ask again.
    mutating func check(now: UInt64, hasCalls: Bool) -> (action: Action, next: UInt64) {
        let action = action(now: now, hasCalls: hasCalls)
        switch action {
        case .ping: pingedAt = now
        case .drain: drainEnd = Self.sum(now, hasCalls ? limits.ageGrace : limits.keepaliveTimeout)
        case .close, .nothing: break
        }
        return (action, max(next(now: now, hasCalls: hasCalls), now + 1))
    }

    private func action(now: UInt64, hasCalls: Bool) -> Action {
        if let drainEnd, now >= drainEnd { return .close }
        if let pingedAt, now >= Self.sum(pingedAt, limits.keepaliveTimeout) { return .close }
        if drainEnd == nil, now >= ageEnd || (!hasCalls && now >= Self.sum(idleSince, limits.idle)) { return .drain }
        if pingedAt == nil, now >= Self.sum(lastReceived, limits.keepaliveInterval) { return .ping }
        return .nothing
    }

    private func next(now: UInt64, hasCalls: Bool) -> UInt64 {
        let silence =
            pingedAt.map { Self.sum($0, limits.keepaliveTimeout) } ?? Self.sum(lastReceived, limits.keepaliveInterval)
        if let drainEnd { return min(drainEnd, silence) }
        // While calls are open nobody knows when idleness will begin; it is looked after once per idle time.
        return min(silence, ageEnd, Self.sum(hasCalls ? now : idleSince, limits.idle))
    }

    private static func sum(_ instant: UInt64, _ duration: UInt64) -> UInt64 {
        let (sum, overflowed) = instant.addingReportingOverflow(duration)
        return overflowed ? .max - 1 : sum
    }
}

extension ConnectionClock.Limits {
    /// The limits of a configuration.
    ///
    /// - Parameter jitter: What the age is multiplied with, so that connections made together do not all end together.
    init(_ configuration: RPCServerConfiguration, jitter: Double) {
        self.init(
            idle: configuration.idleTimeout.nanoseconds,
            age: configuration.connectionAgeMax.map { ($0 * jitter).nanoseconds } ?? .max,
            ageGrace: configuration.connectionAgeGrace.nanoseconds,
            keepaliveInterval: configuration.keepaliveInterval.nanoseconds,
            keepaliveTimeout: configuration.keepaliveTimeout.nanoseconds)
    }
}
