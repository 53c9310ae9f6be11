internal import EventLoop

/// Decides when a client sends a PING, and when it gives its server up. Pure: it is told the time, and says what to do and
/// when to ask again.
struct ClientKeepalive {
    /// What the owner is to do now.
    enum Action: Equatable {
        case nothing
        case ping
        /// The server has not answered: end the connection.
        case close
    }

    private let interval: UInt64
    private let timeout: UInt64
    private let pingsWithoutCalls: Bool
    private var lastReceived: UInt64
    private var pingedAt: UInt64?
    /// Whether a PING would be due, but there is no call that it could serve.
    private(set) var isDormant = false

    /// A keepalive of a connection that has just been made.
    init(_ configuration: RPCKeepalive, now: UInt64) {
        interval = max(configuration.interval, RPCKeepalive.intervalMin).nanoseconds
        timeout = configuration.timeout.nanoseconds
        pingsWithoutCalls = configuration.pingsWithoutCalls
        lastReceived = now
    }

    /// Bytes came from the server.
    mutating func received(now: UInt64) {
        lastReceived = now
        pingedAt = nil
    }

    /// Asks what is to be done.
    ///
    /// - Returns: An action, and the instant to ask again; nil while the keepalive is dormant, until a call begins.
    mutating func check(now: UInt64, hasCalls: Bool) -> (action: Action, next: UInt64?) {
        isDormant = false
        if let pingedAt {
            let end = Self.sum(pingedAt, timeout)
            return now >= end ? (.close, nil) : (.nothing, end)
        }
        let due = Self.sum(lastReceived, interval)
        guard now >= due else { return (.nothing, due) }
        guard hasCalls || pingsWithoutCalls else {
            isDormant = true
            return (.nothing, nil)
        }
        pingedAt = now
        return (.ping, Self.sum(now, timeout))
    }

    private static func sum(_ instant: UInt64, _ duration: UInt64) -> UInt64 {
        let (sum, overflowed) = instant.addingReportingOverflow(duration)
        return overflowed ? .max : sum
    }
}
