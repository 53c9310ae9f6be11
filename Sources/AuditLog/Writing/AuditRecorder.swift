internal import RPCCore

/// Puts the lines of one event loop's calls together, and hands them over for all of them when answers are about to leave.
/// Belongs to that loop.
final class AuditRecorder: ServerInterceptor, @unchecked Sendable {
    // Sendable because everything that changes is used on one loop only, which is where interceptors are called.

    private let writer: AuditWriter
    private let reasonOfRefusal: @Sendable (RPCError) -> String
    /// `service/method`, in the order of the methods.
    private let methodNames: [String]
    private let subjectNames: [String]
    /// How each status is spelled, by its number.
    private let statusNames: [String]
    private let fields = AuditBytes()
    private var ends: [Int] = []
    private var clock = AuditClock()

    init(
        _ writer: AuditWriter, methods: [RPCMethod], subjectNames: [String],
        reasonOfRefusal: @escaping @Sendable (RPCError) -> String
    ) {
        self.writer = writer
        self.subjectNames = subjectNames
        self.reasonOfRefusal = reasonOfRefusal
        methodNames = methods.map { "\($0.service)/\($0.name)" }
        statusNames = StatusCode.allCases.map(\.description)
    }

    func callBegan(_ call: any IncomingCall) throws(RPCError) {
        guard writer.isFailing, !call.isRefused, call.calledMethod?.isEssential != true else { return }
        throw RPCError(.unavailable, "the server cannot write its audit log now; try another, or later")
    }

    func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        // These are answered all the same, so that a server that cannot write can say so.
        if writer.isFailing, call.isRefused || call.calledMethod?.isEssential == true {
            return writer.noteUnwritten(1)
        }
        fields.append("\"time\":\"")
        clock.append(to: fields)
        fields.append("\",\"event\":\"call\"")
        if let caller = call.caller {
            fields.append("caller", caller.kind.rawValue)
            fields.append("name", caller.name)
            fields.append("role", caller.role.rawValue)
        }
        fields.append("peer", call.peer)
        let method = call.methodIndex
        fields.append("method", method < methodNames.count ? methodNames[method] : "unknown")
        let subject = Int(call.subject)
        if subject > 0, subject < subjectNames.count { fields.append("system", subjectNames[subject]) }
        fields.append("status", statusNames[Int(ending.status.rawValue)])
        if call.isRefused {
            fields.append("decision", "refused")
            if let error = ending.error { fields.append("reason", reasonOfRefusal(error)) }
        } else {
            fields.append(",\"decision\":\"allowed\"")
        }
        // What is well-formed needs no escaping.
        call.forEachField(RequestID.field) { id in
            if RequestID.isWellFormed(id) { fields.append(",\"request\":\"", id) }
        }
        call.forEachField(TraceParent.field) { text in
            if let id = TraceParent.traceID(in: text) { fields.append(",\"trace\":\"", id) }
        }
        fields.append("microseconds", ending.nanoseconds / 1000)
        ends.append(fields.count)
    }

    func answersLeave() -> AnswerDeparture {
        guard !ends.isEmpty else { return .now }
        defer {
            fields.removeAll()
            ends.removeAll(keepingCapacity: true)
        }
        return writer.write(fields, ends: ends)
    }
}
