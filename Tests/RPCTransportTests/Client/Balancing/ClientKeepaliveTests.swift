import EventLoop
import Testing

@testable import RPCTransport

@Suite("When a client asks whether its server is there")
struct ClientKeepaliveTests {
    private let second: UInt64 = 1_000_000_000

    private func keepalive(_ interval: Duration = .seconds(60), withoutCalls: Bool = false) -> ClientKeepalive {
        ClientKeepalive(
            RPCKeepalive(interval: interval, timeout: .seconds(20), pingsWithoutCalls: withoutCalls), now: 0)
    }

    @Test("After the interval without a word, and it is given up when it says nothing in time")
    func silent() {
        var keepalive = keepalive()
        #expect(keepalive.check(now: 0, hasCalls: true) == (.nothing, 60 * second))
        #expect(keepalive.check(now: 60 * second, hasCalls: true) == (.ping, 80 * second))
        #expect(keepalive.check(now: 79 * second, hasCalls: true) == (.nothing, 80 * second))
        #expect(keepalive.check(now: 80 * second, hasCalls: true) == (.close, nil))
    }

    @Test("Anything it says starts the interval anew")
    func answers() {
        var keepalive = keepalive()
        _ = keepalive.check(now: 60 * second, hasCalls: true)
        keepalive.received(now: 61 * second)
        #expect(keepalive.check(now: 80 * second, hasCalls: true) == (.nothing, 121 * second))
    }

    @Test("Not while there are no calls, but as soon as there is one")
    func dormant() {
        var keepalive = keepalive()
        #expect(keepalive.check(now: 60 * second, hasCalls: false) == (.nothing, nil))
        #expect(keepalive.isDormant)
        #expect(keepalive.check(now: 500 * second, hasCalls: true) == (.ping, 520 * second))
        #expect(!keepalive.isDormant)
    }

    @Test("Without calls too where that is wanted")
    func withoutCalls() {
        var keepalive = keepalive(withoutCalls: true)
        #expect(keepalive.check(now: 60 * second, hasCalls: false) == (.ping, 80 * second))
    }

    @Test("Never more often than every ten seconds")
    func shortest() {
        var keepalive = keepalive(.milliseconds(1))
        #expect(keepalive.check(now: 1, hasCalls: true) == (.nothing, 10 * second))
    }
}
