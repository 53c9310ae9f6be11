import RPCCore
import Synchronization

/// Writes down what it is told, and refuses what the test wants refused.
final class RecordingInterceptor: ServerInterceptor {
    /// What was said, e.g. `began /test.Service/Echo`; the name comes first where there is one.
    let events = Mutex<[String]>([])
    /// What `callEnded` was given.
    let endings = Mutex<[CallEnding]>([])
    private let name: String
    private let refusal: RPCError?
    private let departure: @Sendable () -> AnswerDeparture

    init(
        _ name: String = "", refusing refusal: RPCError? = nil,
        departure: @escaping @Sendable () -> AnswerDeparture = { .now }
    ) {
        self.name = name
        self.refusal = refusal
        self.departure = departure
    }

    func callBegan(_ call: any IncomingCall) throws(RPCError) {
        note("\(call.isRefused ? "refused" : "began") \(call.path)")
        if let refusal { throw refusal }
    }

    func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        note("ended \(call.path) \(ending.status)")
        endings.withLock { $0.append(ending) }
    }

    func answersLeave() -> AnswerDeparture {
        note("leave")
        return departure()
    }

    /// What was said, without the leaving, of which there may be any number.
    var calls: [String] { events.withLock { $0.filter { !$0.hasSuffix("leave") } } }

    private func note(_ text: String) { events.withLock { $0.append(name.isEmpty ? text : "\(name) \(text)") } }
}
