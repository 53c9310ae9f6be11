import Foundation
import RPCCore
import Testing

@testable import AuditLog

struct AuditLogTests {
    let folder: AuditFolder

    init() throws { folder = try AuditFolder() }

    /// A line as any program reads it.
    private func fields(_ line: String) throws -> [String: String] {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return object.mapValues { "\($0)" }
    }

    @Test("A call's line is in the file before its answer leaves, and says who called what and what came of it")
    func call() throws {
        let log = try folder.log()
        let caller = Caller(.certificate, name: "clinic \"7\" \\ é", role: .admin)
        #expect(log.onLoop(StubCall.methods).answer(StubCall(caller: caller)) == .now)
        let lines = try folder.lines()
        let events = try lines.map { try fields($0)["event"] }
        #expect(events == ["opened", "started", "call"])
        var last = try fields(lines[2])
        let time = last.removeValue(forKey: "time") ?? ""
        #expect(time.wholeMatch(of: #/2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/#) != nil)
        let hash = last.removeValue(forKey: "hash") ?? ""
        #expect(hash.count == 64)
        #expect(
            last == [
                "sequence": "3", "event": "call", "caller": "certificate", "name": "clinic \"7\" \\ é", "role": "admin",
                "peer": "ipv4:192.0.2.1:5000", "method": "test.Things/Read", "status": "OK", "decision": "allowed",
                "microseconds": "12",
            ])
    }

    @Test("A refused call is written with the reason, and a path that was made up is not repeated")
    func refused() throws {
        let log = try folder.log()
        let loop = log.onLoop(StubCall.methods)
        let call = StubCall(2, caller: nil)
        call.isRefused = true
        _ = loop.answer(call, RPCError(.unimplemented, "NO_METHOD"))
        let line = try fields(try folder.lines()[2])
        #expect(line["method"] == "unknown" && line["status"] == "UNIMPLEMENTED")
        #expect(line["decision"] == "refused" && line["reason"] == "NO_METHOD" && line["caller"] == nil)
    }

    @Test("Ids that callers give are written when they are well-formed, and nothing else that they send")
    func ids() throws {
        let log = try folder.log()
        let call = StubCall()
        call.headers = [
            ("x-request-id", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), ("x-request-id", "Smith"), ("x-patient", "Smith"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ]
        _ = log.onLoop(StubCall.methods).answer(call)
        let line = try folder.lines()[2]
        #expect(try fields(line)["request"] == "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
        #expect(try fields(line)["trace"] == "0af7651916cd43dd8448eb211c80319c")
        #expect(!line.contains("Smith"))
    }

    @Test("Lines of several loops form one chain, which goes on at the next start", arguments: AuditMode.allCases)
    func chain(mode: AuditMode) throws {
        for _ in 0..<2 {
            let log = try folder.log(mode)
            let loops = (0..<2).map { _ in log.onLoop(StubCall.methods) }
            for _ in 0..<10 { for loop in loops { _ = loop.answer(StubCall()) } }
            log.note(.reloaded(settings: ["call-limit is now 500 (flag)"]))
            log.note(.handshakeRefused(peer: "ipv4:192.0.2.9:1", reason: "CERTIFICATE_EXPIRED"))
            log.close()
        }
        let report = try AuditVerification.verify([folder.path])
        #expect(report.findings.isEmpty && report.notes.isEmpty)
        // One that opens the file; at each start one, twenty calls, two events and the end.
        #expect(report.lineCount == 1 + 2 * 24 && report.lastSequence == 49)
    }

    @Test("In the durable mode answers wait for the disk")
    func durable() async throws {
        let log = try folder.log(.durable)
        let loop = log.onLoop(StubCall.methods)
        loop.callEnded(StubCall(), CallEnding(error: nil, traffic: CallTraffic(), nanoseconds: 1))
        guard case .when(let hold) = loop.answersLeave() else {
            Issue.record("the answer leaves at once")
            return
        }
        let mayLeave = await withCheckedContinuation { continuation in
            hold.whenReleased { continuation.resume(returning: $0) }
        }
        #expect(mayLeave)
        #expect(try folder.lines().count == 3)
    }

    @Test("A full file keeps its lines under another name, and the chain goes on in the next")
    func rotation() throws {
        try folder.closedLog(calls: 100, fileByteCountMax: 5000)
        let files = try folder.files
        #expect(files.count > 3)
        for file in files { #expect(try folder.lines(file).joined().utf8.count < 6000) }
        let report = try AuditVerification.verify(files.reversed())
        #expect(report.findings.isEmpty && report.notes.isEmpty)
        #expect(report.lineCount == Int(report.lastSequence) && report.lineCount > 100)
    }

    @Test("After logrotate has moved the file, a new one is begun behind it; a server that starts then does so too")
    func moved() throws {
        let log = try folder.log()
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path("audit.jsonl.1"))
        log.reopenIfMoved()
        _ = log.onLoop(StubCall.methods).answer(StubCall())
        log.close()
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path("audit.jsonl.2"))
        try folder.closedLog(calls: 1)
        let report = try AuditVerification.verify(["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"].map(folder.path))
        #expect(report.findings.isEmpty && report.notes.isEmpty && report.lineCount == Int(report.lastSequence))
    }

    @Test("Two servers on one path write to a file each, and both files verify")
    func takeover() throws {
        let old = try folder.log()
        let oldLoop = old.onLoop(StubCall.methods)
        _ = oldLoop.answer(StubCall())
        let new = try folder.log()
        _ = oldLoop.answer(StubCall())
        _ = new.onLoop(StubCall.methods).answer(StubCall())
        old.reopenIfMoved()
        old.close()
        new.close()
        let files = try folder.files
        #expect(files.count == 2)
        #expect(try folder.lines().count == 4)
        let report = try AuditVerification.verify(files)
        #expect(report.findings.isEmpty, "\(report.findings)")
    }

    @Test("A torn last line is cut off at the next start, which says so; the chain goes on")
    func torn() throws {
        try folder.closedLog(calls: 3)
        let whole = try folder.lines()
        try (whole.joined(separator: "\n") + "\n" + whole[2].prefix(40)).write(
            toFile: folder.path, atomically: false, encoding: .utf8)
        let report = try AuditVerification.verify([folder.path])
        #expect(report.findings.isEmpty && report.notes.count == 1 && report.lastSequence == 6)
        try folder.closedLog(calls: 1)
        #expect(try folder.lines()[6].contains("\"torn_bytes\":40"))
        #expect(try AuditVerification.verify([folder.path]).findings.isEmpty)
    }

    @Test("A file that is no audit log is not touched")
    func foreign() throws {
        for text in ["hello\n", "{\"sequence\":1}\n", String(repeating: "x", count: 40_000)] {
            try text.write(toFile: folder.path, atomically: false, encoding: .utf8)
            #expect(throws: AuditError.self) { try folder.log() }
            #expect(try String(contentsOfFile: folder.path, encoding: .utf8) == text)
        }
        #expect(throws: AuditError.self) {
            try AuditLog(
                path: folder.path("no/such/folder"), mode: .durable, reasonOfRefusal: { $0.message },
                reportFailure: { _ in })
        }
    }
}
