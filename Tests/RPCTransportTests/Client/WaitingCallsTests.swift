import RPCCore
import Testing

@testable import RPCTransport

@Suite("Calls that wait")
struct WaitingCallsTests {
    private func call(waitsForReady: Bool = false) -> ClientCall {
        let options = RPCCallOptions(waitsForReady: waitsForReady)
        return ClientCall(
            ClientRequest(path: "/a/B", body: .message(.empty), options: options), replyByteCountMax: 1)
    }

    @Test("They are served in the order they came, but for those taken out")
    func order() {
        var waiting = WaitingCalls()
        let calls = (0..<5).map { _ in call() }
        for call in calls { waiting.append(call) }
        let wasWaiting = [waiting.remove(calls[1]), waiting.remove(calls[1])]
        #expect(wasWaiting == [true, false])
        #expect(waiting.count == 4)
        for expected in [0, 2, 3, 4] {
            let next = waiting.popFirst()
            #expect(next === calls[expected])
        }
        let none = waiting.popFirst()
        #expect(none == nil)
        #expect(waiting.isEmpty)
        waiting.append(calls[0])
        let again = waiting.popFirst()
        #expect(again === calls[0])
        #expect(calls[0].waitingTicket == nil)
    }

    @Test("Those that meet a condition are taken out in order, and the others stay")
    func condition() {
        var waiting = WaitingCalls()
        let calls = (0..<6).map { call(waitsForReady: $0 % 2 == 0) }
        for call in calls { waiting.append(call) }
        let failing = waiting.removeAll { $0.request.options.waitsForReady != true }
        #expect(failing.map(ObjectIdentifier.init) == [calls[1], calls[3], calls[5]].map(ObjectIdentifier.init))
        let first = waiting.popFirst()
        #expect(first === calls[0])
        #expect(waiting.count == 2)
    }
}
