import Testing

@testable import RPCTransport

@Suite("Ping strikes")
struct PingStrikesTests {
    private static let second: UInt64 = 1_000_000_000

    private static func makeStrikes() -> PingStrikes {
        PingStrikes(intervalMin: .seconds(10), intervalMinWithoutCalls: .seconds(300))
    }

    @Test("Send a client away at the third ping that comes too soon", arguments: [(true, 9), (false, 280)])
    func tooSoon(hasCalls: Bool, interval: UInt64) {
        var strikes = Self.makeStrikes()
        for number in 0..<3 {
            let now = UInt64(number) * interval * Self.second
            let isWelcome = strikes.receivedPing(now: now, hasCalls: hasCalls, answersSent: 0)
            #expect(isWelcome)
        }
        let isWelcome = strikes.receivedPing(now: 3 * interval * Self.second, hasCalls: hasCalls, answersSent: 0)
        #expect(!isWelcome)
    }

    @Test(
        "Leave a client alone that keeps to the interval, give or take a twentieth",
        arguments: [(true, 10), (false, 300)])
    func inTime(hasCalls: Bool, interval: UInt64) {
        var strikes = Self.makeStrikes()
        for number in 0..<100 {
            let jitter = number % 2 == 0 ? 0 : interval * Self.second / 25
            let now = UInt64(number) * interval * Self.second + jitter
            let isWelcome = strikes.receivedPing(now: now, hasCalls: hasCalls, answersSent: 0)
            #expect(isWelcome)
        }
    }

    @Test("Do not count pings between which an answer was sent")
    func bandwidthProbes() {
        var strikes = Self.makeStrikes()
        for number in 0..<100 {
            let isWelcome = strikes.receivedPing(now: UInt64(number), hasCalls: true, answersSent: UInt64(number))
            #expect(isWelcome)
        }
    }

    @Test("Remember strikes over pings that were in time")
    func memory() {
        var strikes = Self.makeStrikes()
        var now: UInt64 = 0
        for interval: UInt64 in [0, 1, 600, 1, 600] {
            now += interval * Self.second
            let isWelcome = strikes.receivedPing(now: now, hasCalls: false, answersSent: 0)
            #expect(isWelcome)
        }
        let isWelcome = strikes.receivedPing(now: now + Self.second, hasCalls: false, answersSent: 0)
        #expect(!isWelcome)
    }
}
