import RPCCore

@testable import AuditLog

/// A call without a connection, on a server of two methods, the second of which tells its health.
final class StubCall: IncomingCall {
    static let methods = [
        RPCMethod(service: "test.Things", name: "Read") { _, _ in .detached },
        RPCMethod(service: "test.Things", name: "Check", isEssential: true) { _, _ in .detached },
    ]

    let methodIndex: Int
    let peer: String
    let peerIdentity: PeerIdentity? = nil
    let metadata = Metadata()
    let deadline = Deadline.never
    let startNanoseconds: UInt64 = 0
    var isRefused = false
    var caller: Caller?
    var connectionMemo: AnyObject?
    var limiter: AnyObject?
    var headers: [(name: String, value: String)] = []

    init(_ methodIndex: Int = 0, peer: String = "ipv4:192.0.2.1:5000", caller: Caller? = Caller()) {
        self.methodIndex = methodIndex
        self.peer = peer
        self.caller = caller
    }

    var calledMethod: RPCMethod? { methodIndex < Self.methods.count ? Self.methods[methodIndex] : nil }
    var path: String { calledMethod.map { "/\($0.service)/\($0.name)" } ?? "/made/up" }

    func forEachField(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
        for header in headers where header.name == name.description { Array(header.value.utf8).withUnsafeBytes(body) }
    }
}

/// What became of a call that an interceptor was told of.
enum Answer: Equatable {
    case now, held, never
    case refused(StatusCode)
}

extension ServerInterceptor {
    /// Lets a call begin and end, and its answer leave.
    func answer(_ call: StubCall, _ error: RPCError? = nil) -> Answer {
        var error = error
        do throws(RPCError) {
            try callBegan(call)
        } catch let refusal {
            call.isRefused = true
            error = refusal
        }
        callEnded(call, CallEnding(error: error, traffic: CallTraffic(), nanoseconds: 12_000))
        switch answersLeave() {
        case .now: return error.flatMap { call.isRefused ? .refused($0.code) : nil } ?? .now
        case .when: return .held
        case .never: return .never
        }
    }
}
