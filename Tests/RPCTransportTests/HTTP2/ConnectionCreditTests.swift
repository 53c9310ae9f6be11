import TestSupport
import Testing

@testable import RPCTransport

@Suite("Credit of a connection's window")
struct ConnectionCreditTests {
    @Test("Is given back at once while little waits, and with what is read once too much did")
    func steps() {
        var credit = ConnectionCredit(heldByteCountMax: 100)
        #expect(credit.received(60) == 60)
        #expect(credit.received(60) == 0)
        #expect(credit.received(10) == 0)
        #expect(credit.released(20) == 0)
        #expect(credit.released(10) == 70)
        #expect(credit.released(100) == 0)
    }

    @Test("All of it comes back in the end, and never more", arguments: 1...20 as ClosedRange<UInt64>)
    func conservation(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var credit = ConnectionCredit(heldByteCountMax: 1_000)
        var (received, held, returned) = (0, 0, 0)
        for _ in 0..<500 {
            let count = Int.random(in: 0...400, using: &random)
            if Bool.random(using: &random) {
                received += count
                held += count
                returned += credit.received(count)
            } else {
                returned += credit.released(min(count, held))
                held -= min(count, held)
            }
            #expect(returned <= received)
            #expect(held > 1_000 || returned == received)
        }
        returned += credit.released(held)
        #expect(returned == received)
    }
}
