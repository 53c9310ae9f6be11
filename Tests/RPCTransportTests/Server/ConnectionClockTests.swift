import EventLoop
import Testing

@testable import RPCTransport

@Suite("A connection's clock")
struct ConnectionClockTests {
    private static let never = UInt64.max

    private static func clock(
        idle: UInt64 = never, age: UInt64 = never, ageGrace: UInt64 = 10, keepaliveInterval: UInt64 = never,
        keepaliveTimeout: UInt64 = 20
    ) -> ConnectionClock {
        ConnectionClock(
            ConnectionClock.Limits(
                idle: idle, age: age, ageGrace: ageGrace, keepaliveInterval: keepaliveInterval,
                keepaliveTimeout: keepaliveTimeout), now: 1000)
    }

    /// What the clock does when it is asked whenever it wants to be, until the end of the connection or of the time.
    private static func run(_ clock: inout ConnectionClock, from start: UInt64 = 1000, to end: UInt64, hasCalls: Bool)
        -> [String]
    {
        var log: [String] = []
        var now = start
        while now <= end {
            let (action, next) = clock.check(now: now, hasCalls: hasCalls)
            if action != .nothing { log.append("\(now) \(action)") }
            if action == .close { break }
            now = next
        }
        return log
    }

    @Test("Ends a connection without calls after the idle time, and does not wait for a peer that is gone")
    func idle() {
        var clock = Self.clock(idle: 500)
        #expect(Self.run(&clock, to: 9000, hasCalls: false) == ["1500 drain", "1520 close"])
    }

    @Test("Leaves a connection with calls alone, however quiet, and counts idleness from the end of the last")
    func busy() {
        var clock = Self.clock(idle: 500)
        #expect(Self.run(&clock, to: 8999, hasCalls: true).isEmpty)
        clock.becameIdle(now: 9000)
        #expect(Self.run(&clock, from: 9000, to: 20_000, hasCalls: false) == ["9500 drain", "9520 close"])
    }

    @Test("Ends a connection at its age, with time for its calls to finish")
    func age() {
        var clock = Self.clock(age: 700, ageGrace: 300)
        #expect(Self.run(&clock, to: 9000, hasCalls: true) == ["1700 drain", "2000 close"])
    }

    @Test("Asks a silent client whether it is there, and gives it up when it does not answer")
    func keepalive() {
        var clock = Self.clock(keepaliveInterval: 100)
        #expect(Self.run(&clock, to: 9000, hasCalls: true) == ["1100 ping", "1120 close"])
    }

    @Test("Goes on with a client that answers")
    func answered() {
        var clock = Self.clock(keepaliveInterval: 100)
        #expect(Self.run(&clock, to: 1110, hasCalls: true) == ["1100 ping"])
        clock.received(now: 1115)
        #expect(Self.run(&clock, from: 1120, to: 1220, hasCalls: true) == ["1215 ping"])
    }

    @Test("Spreads the ends of connections that were made together", arguments: [0.9, 1, 1.1])
    func jitter(factor: Double) {
        var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1)
        configuration.connectionAgeMax = .seconds(100)
        let limits = ConnectionClock.Limits(configuration, jitter: factor)
        #expect(limits.age / 1_000_000 == UInt64(100_000 * factor))
        configuration.connectionAgeMax = nil
        #expect(ConnectionClock.Limits(configuration, jitter: factor).age == .max)
    }
}
