import RPCCore

/// A call on a server of four methods: Read and List, Write for admins, and Check, which is open to everyone.
final class StubCall: IncomingCall {
    static let methods =
        ["Read", "List", "Write"].map { name in RPCMethod(service: "test.Things", name: name) { _, _ in .detached } }
        + [RPCMethod(service: "test.Health", name: "Check", isEssential: true) { _, _ in .detached }]

    static func role(of method: RPCMethod) -> Caller.Role { method.name == "Write" ? .admin : .reader }

    let methodIndex: Int
    let peerIdentity: PeerIdentity?
    let startNanoseconds: UInt64
    let isRefused: Bool
    var caller: Caller?
    var limiter: AnyObject?
    private let connection: StubConnection
    private let authorization: [String]

    init(
        _ method: String = "Read", on connection: StubConnection = StubConnection(), token: String? = nil,
        authorization: [String] = [], isRefused: Bool = false, at nanoseconds: UInt64 = 0
    ) {
        methodIndex = Self.methods.firstIndex { $0.name == method } ?? Self.methods.count
        self.connection = connection
        self.authorization = token.map { ["Bearer \($0)"] } ?? authorization
        self.isRefused = isRefused
        peerIdentity = connection.identity
        startNanoseconds = nanoseconds
    }

    let peer = "ipv4:192.0.2.1:5000"
    let path = ""
    let metadata = Metadata()
    let deadline = Deadline.never
    var calledMethod: RPCMethod? { methodIndex < Self.methods.count ? Self.methods[methodIndex] : nil }
    var connectionMemo: AnyObject? {
        get { connection.memo }
        set { connection.memo = newValue }
    }

    func forEachField(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard "\(name)" == "authorization" else { return }
        for value in authorization { Array(value.utf8).withUnsafeBytes { body($0) } }
    }
}

/// A connection of somebody's.
final class StubConnection {
    let identity: PeerIdentity?
    var memo: AnyObject?

    init(_ names: String...) {
        identity = names.isEmpty ? nil : PeerIdentity(subject: "CN=somebody", dnsNames: names)
    }
}

extension ServerInterceptor {
    /// Begins a call; nil when it may, else the status that refuses it.
    func begin(_ call: StubCall) -> RPCError? {
        do throws(RPCError) {
            try callBegan(call)
            return nil
        } catch {
            return error
        }
    }

    /// Ends a call well.
    func end(_ call: StubCall) {
        callEnded(call, CallEnding(error: nil, traffic: CallTraffic(), nanoseconds: 1))
    }
}
