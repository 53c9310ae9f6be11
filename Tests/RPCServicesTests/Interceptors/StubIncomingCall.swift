import RPCCore

/// A call without a connection, on a server of three methods.
final class StubIncomingCall: IncomingCall {
    static let methods = ["Read", "Write", "Erase"].map { name in
        RPCMethod(service: "test.Things", name: name) { _, _ in .detached }
    }

    let methodIndex: Int
    let peer = "ipv4:192.0.2.1:5000"
    let peerIdentity: PeerIdentity?
    let metadata = Metadata()
    let deadline = Deadline.never
    let startNanoseconds: UInt64 = 0
    let isRefused = false
    var caller: Caller?
    var connectionMemo: AnyObject?
    var limiter: AnyObject?
    private let unknownPath: String

    init(_ methodIndex: Int, identity: PeerIdentity? = nil, unknownPath: String = "") {
        self.methodIndex = methodIndex
        peerIdentity = identity
        self.unknownPath = unknownPath
    }

    var calledMethod: RPCMethod? { methodIndex < Self.methods.count ? Self.methods[methodIndex] : nil }
    var path: String { calledMethod.map { "/\($0.service)/\($0.name)" } ?? unknownPath }

    func forEachField(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {}
}

extension CallEnding {
    /// An ending after so many microseconds, with one message of 10 bytes in and one of 100 out.
    static func after(microseconds: UInt64, _ code: StatusCode = .ok) -> CallEnding {
        var traffic = CallTraffic()
        traffic.requestMessageCount = 1
        traffic.requestByteCount = 10
        traffic.replyMessageCount = 1
        traffic.replyByteCount = 100
        return CallEnding(
            error: code == .ok ? nil : RPCError(code, "told to the caller"), traffic: traffic,
            nanoseconds: microseconds * 1000)
    }
}
