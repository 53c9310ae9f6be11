import RPCCore
import Testing

@testable import RPCTransport

@Suite("The admission of large requests")
struct RequestAdmissionTests {
    private let calls = (0..<5).map { WaitingCall(stream: ServerStream(methods: MethodTable([])), serial: $0) }

    /// `#expect` takes no mutating call.
    private func ask(_ admission: inout RequestAdmission, _ number: Int, _ byteCount: Int) -> Bool {
        admission.ask(calls[number], byteCount: byteCount)
    }

    /// Who is admitted next, when all that wait declare 40 bytes, but for those that are gone.
    private func next(_ admission: inout RequestAdmission, gone: Set<UInt64> = []) -> UInt64? {
        admission.next { gone.contains($0.serial) ? nil : 40 }?.call.serial
    }

    @Test("Has those wait for whom there is no room, and admits them in their order")
    func order() {
        var admission = RequestAdmission(byteCountMax: 100)
        #expect(ask(&admission, 0, 60) == true)
        #expect(ask(&admission, 1, 40) == true)
        #expect(ask(&admission, 2, 1) == false)
        #expect(ask(&admission, 3, 1) == false)
        #expect(next(&admission) == nil)
        admission.release(60)
        #expect(next(&admission) == 2)
        #expect(next(&admission) == nil)
        admission.release(40)
        #expect(next(&admission) == 3)
        #expect(next(&admission) == nil)
    }

    @Test("Admits one that is larger than all room, when it is the only one")
    func tooLarge() {
        var admission = RequestAdmission(byteCountMax: 10)
        #expect(ask(&admission, 0, 1000) == true)
        #expect(ask(&admission, 1, 1) == false)
        admission.release(1000)
        #expect(next(&admission) == 1)
    }

    @Test("Passes over those that do not wait any more")
    func gone() {
        var admission = RequestAdmission(byteCountMax: 10)
        for number in 0..<4 { _ = ask(&admission, number, 10) }
        #expect(next(&admission, gone: [1]) == nil)
        admission.release(10)
        #expect(next(&admission, gone: [1, 2]) == 3)
        admission.release(40)
        #expect(next(&admission) == nil)
        #expect(ask(&admission, 4, 10) == true)
    }
}
