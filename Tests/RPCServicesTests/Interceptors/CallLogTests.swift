import Logging
import RPCCore
import RPCServices
import Testing

@Suite("Call log")
struct CallLogTests {
    private let log = CapturedLog()

    @Test("Writes a line for each call that has ended, with what it was and how it ended")
    func line() {
        let identity = PeerIdentity(subject: "CN=clinic-7")
        CallLog(to: log.logger(level: .debug))
            .callEnded(StubIncomingCall(1, identity: identity), .after(microseconds: 12, .notFound))
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.level == .debug)
        #expect(log.lines.first?.message == "A call has ended")
        #expect(
            log.lines.first?.metadata == [
                "method": "/test.Things/Write", "peer": "ipv4:192.0.2.1:5000", "identity": "CN=clinic-7",
                "status": "NOT_FOUND", "microseconds": "12", "requests": "1", "request-bytes": "10", "replies": "1",
                "reply-bytes": "100",
            ])
    }

    @Test("Writes nothing where the logger does not want its level, and at the level it is given")
    func level() {
        CallLog(to: log.logger(level: .info)).callEnded(StubIncomingCall(0), .after(microseconds: 1))
        #expect(log.lines.isEmpty)
        CallLog(to: log.logger(level: .info), level: .info).callEnded(StubIncomingCall(0), .after(microseconds: 1))
        #expect(log.lines.map(\.level) == [.info])
    }

    @Test("Repeats nothing that a caller made up")
    func secrets() {
        CallLog(to: log.logger(level: .trace))
            .callEnded(StubIncomingCall(3, unknownPath: "/Jane/Doe"), .after(microseconds: 1, .unimplemented))
        #expect(log.lines.first?.metadata["method"] == "unknown")
        #expect(!"\(log.lines)".contains("Jane"))
        #expect(!"\(log.lines)".contains("told to the caller"))
    }

    @Test("Shows what the caller sent when it is told to, but no credentials")
    func content() {
        CallLog(to: log.logger(level: .debug), showsContent: { true })
            .callEnded(StubIncomingCall(3, unknownPath: "/Jane/Doe"), .after(microseconds: 1, .unimplemented))
        #expect(log.lines.first?.metadata["path"] == "/Jane/Doe")
        #expect(log.lines.first?.metadata["error"] == "told to the caller")
    }
}
