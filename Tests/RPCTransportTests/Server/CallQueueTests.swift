import RPCCore
import Testing

@testable import RPCTransport

@Suite("Calls that wait")
struct CallQueueTests {
    private let stream = ServerStream(methods: MethodTable([]))

    @Test("Are taken in their order")
    func order() {
        var calls = CallQueue()
        for serial in UInt64(1)...3 { calls.append(call(serial)) }
        #expect(calls.first?.serial == 1)
        for serial in UInt64(1)...3 {
            let next = calls.popFirst()
            #expect(next?.serial == serial)
        }
        #expect(calls.isEmpty)
    }

    @Test("Are forgotten when they wait no more, however many come")
    func forgotten() {
        var calls = CallQueue()
        var most = 0
        // Of streams that are not open: calls that were cancelled or ran out of time.
        for serial in UInt64(1)...20_000 {
            calls.append(call(serial))
            most = max(most, calls.count)
        }
        #expect(most <= 4096)
    }

    private func call(_ serial: UInt64) -> WaitingCall { WaitingCall(stream: stream, serial: serial) }
}
