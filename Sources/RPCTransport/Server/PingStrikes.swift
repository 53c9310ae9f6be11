internal import EventLoop

/// Counts the PINGs that come too soon (gRPC proposal A8, "Client-side Keepalive", server enforcement).
///
/// A PING is a strike when it follows the one before within the shortest interval, unless an answer was sent between
/// them: clients also use PINGs to measure the bandwidth of what they receive.
struct PingStrikes {
    /// Strikes that are forgiven.
    static let forgivenMax = 2

    private let intervalMin: UInt64
    private let intervalMinWithoutCalls: UInt64
    private var strikes = 0
    private var lastPing: UInt64?
    private var answersSent: UInt64 = 0

    /// - Parameters:
    ///   - intervalMin: The shortest interval while a call is open.
    ///   - intervalMinWithoutCalls: The shortest interval while none is.
    init(intervalMin: Duration, intervalMinWithoutCalls: Duration) {
        self.intervalMin = Self.withTolerance(intervalMin)
        self.intervalMinWithoutCalls = Self.withTolerance(intervalMinWithoutCalls)
    }

    /// Counts a PING.
    ///
    /// - Parameters:
    ///   - hasCalls: Whether a call is open.
    ///   - answersSent: Frames of answers sent on the connection so far.
    /// - Returns: False when the peer is to be sent away.
    mutating func receivedPing(now: UInt64, hasCalls: Bool, answersSent: UInt64) -> Bool {
        if answersSent != self.answersSent {
            self.answersSent = answersSent
            strikes = 0
        } else if let lastPing, now &- lastPing < (hasCalls ? intervalMin : intervalMinWithoutCalls) {
            strikes += 1
        }
        lastPing = now
        return strikes <= Self.forgivenMax
    }

    /// A twentieth less: PINGs that are sent on time do not all travel equally fast.
    private static func withTolerance(_ interval: Duration) -> UInt64 {
        let nanoseconds = interval.nanoseconds
        return nanoseconds - nanoseconds / 20
    }
}
