import Access
import CAllocationCounter
import RPCCore
import RPCServices
import Synchronization
import Testing

@Suite("Who may call what")
struct CallAuthorizationTests {
    private let clock = Clock()

    @Test("Who shows nothing may do what anonymous callers may")
    func anonymous() {
        let open = loop(AccessRules(anonymous: Grant()))
        let call = StubCall()
        #expect(open.begin(call) == nil)
        #expect(call.caller?.kind == .anonymous && call.caller?.role == .reader)
        expect(open.begin(StubCall("Write")), .permissionDenied, "NOT_ADMIN", .notAdmin)

        let closed = loop(AccessRules(tokens: []))
        let nobody = StubCall()
        expect(closed.begin(nobody), .unauthenticated, "CREDENTIALS_REQUIRED", .credentialsMissing)
        #expect(nobody.caller == nil)
    }

    @Test("Everyone may ask whether the server lives, whatever was shown")
    func essential() {
        let closed = loop(AccessRules(tokens: []))
        #expect(closed.begin(StubCall("Check")) == nil)
        #expect(closed.begin(StubCall("Check", token: "nonsense")) == nil)
    }

    @Test("A certificate's owner is known by the name that is listed, and may what is listed with it")
    func certificates() {
        let rules = AccessRules(
            identities: [
                "loader": Grant(role: .admin), "clinic": Grant(methods: MethodList(["List"])),
                "both": Grant(methods: MethodList(["test.Things/*"])),
            ],
            admins: ["boss", "both"])
        let loop = loop(rules)
        func refusal(_ method: String, _ connection: StubConnection) -> String? {
            loop.begin(StubCall(method, on: connection))?.statusDetails?.reason
        }
        #expect(refusal("Write", StubConnection("x", "loader")) == nil)
        #expect(refusal("Write", StubConnection("boss")) == nil)
        #expect(refusal("Write", StubConnection("both")) == nil)
        #expect(refusal("Read", StubConnection("clinic")) == "METHOD_NOT_LISTED")
        #expect(refusal("List", StubConnection("clinic")) == nil)
        #expect(refusal("Write", StubConnection("clinic")) == "NOT_ADMIN")
        #expect(refusal("Read", StubConnection("stranger")) == nil)
        #expect(refusal("Write", StubConnection("stranger")) == "NOT_ADMIN")
        let call = StubCall(on: StubConnection("x", "loader"))
        _ = loop.begin(call)
        #expect(call.caller?.name == "loader" && call.caller?.kind == .certificate && call.caller?.role == .admin)
    }

    @Test("Certificates that are not listed may be kept out")
    func others() {
        let loop = loop(AccessRules(identities: ["a": Grant()], otherIdentities: Grant(methods: MethodList([]))))
        #expect(loop.begin(StubCall(on: StubConnection("a"))) == nil)
        expect(
            loop.begin(StubCall(on: StubConnection("b"))), .permissionDenied, "METHOD_NOT_LISTED", .methodNotListed)
    }

    @Test("A good token says who calls, also where there is a certificate")
    func goodToken() {
        let token = AccessToken()
        let loop = loop(AccessRules(tokens: [record(token, role: .admin)]))
        for connection in [StubConnection(), StubConnection("clinic")] {
            let call = StubCall("Write", on: connection, token: token.text)
            #expect(loop.begin(call) == nil)
            #expect(call.caller?.kind == .token && call.caller?.name == "app" && call.caller?.role == .admin)
        }
        #expect(loop.begin(StubCall(authorization: ["bEARER \(token.text)"])) == nil)
    }

    @Test("Tokens that are not good are told the same, and told apart for us")
    func badTokens() {
        let (expired, revoked, good) = (AccessToken(), AccessToken(), AccessToken())
        let authorization = CallAuthorization(
            AccessRules(
                tokens: [
                    record(expired, expires: clock.seconds), record(revoked, revoked: clock.seconds - 9), record(good),
                ], anonymous: Grant()), unixSeconds: clock.now, role: StubCall.role)
        let loop = authorization.onLoop(StubCall.methods)
        // Of a good token the id and all but one digit.
        let last = good.text.last == "0" ? "1" : "0"
        let cases: [(StubCall, AccessRefusal)] = [
            (StubCall(token: expired.text), .tokenExpired), (StubCall(token: revoked.text), .tokenRevoked),
            (StubCall(token: AccessToken().text), .tokenUnknown),
            (StubCall(token: good.text.dropLast() + last), .tokenUnknown),
            (StubCall(token: good.text + "0"), .tokenMalformed), (StubCall(token: ""), .tokenMalformed),
            (StubCall(token: good.text.uppercased()), .tokenMalformed),
            (StubCall(authorization: ["Basic YTpi"]), .tokenMalformed),
            (StubCall(authorization: [""]), .tokenMalformed),
            (StubCall(authorization: ["Bearer \(good.text)", "Bearer \(good.text)"]), .tokenMalformed),
        ]
        var messages: Set<String> = []
        for (call, refusal) in cases {
            let error = loop.begin(call)
            expect(error, .unauthenticated, "TOKEN_REFUSED", refusal)
            if let error { messages.insert("\(error) \(error.details) \(error.metadata)") }
        }
        #expect(messages.count == 1)
        #expect(authorization.refusalCounts[.tokenUnknown] == 2)
        #expect(authorization.refusalCounts[.tokenMalformed] == 6)
        #expect(authorization.refusalCounts[.rateLimited] == 0)
    }

    @Test("Who had a token that was good is named for audit")
    func endedToken() {
        let token = AccessToken()
        let loop = loop(AccessRules(tokens: [record(token, revoked: 1)]))
        let call = StubCall(token: token.text)
        #expect(loop.begin(call) != nil)
        #expect(call.caller?.name == "app")
    }

    @Test("Without a list of tokens nothing that is sent is looked at")
    func noTokens() {
        let loop = loop(AccessRules(anonymous: Grant()))
        let call = StubCall(token: "somebody else's")
        #expect(loop.begin(call) == nil)
        #expect(call.caller?.kind == .anonymous)
    }

    @Test("A token ends with its time, on a connection that stands")
    func expiry() {
        let token = AccessToken()
        let loop = loop(AccessRules(tokens: [record(token, expires: clock.seconds + 2)]))
        let connection = StubConnection()
        func begin() -> RPCError? { loop.begin(StubCall(on: connection, token: token.text)) }
        #expect(begin() == nil)
        clock.advance(by: 1)
        #expect(begin() == nil)
        clock.advance(by: 1)
        expect(begin(), .unauthenticated, "TOKEN_REFUSED", .tokenExpired)
    }

    @Test("Other rules hold for the next call on every connection")
    func replacing() {
        let token = AccessToken()
        let authorization = CallAuthorization(
            AccessRules(tokens: [record(token)], admins: ["boss"]), unixSeconds: clock.now, role: StubCall.role)
        let loop = authorization.onLoop(StubCall.methods)
        let (first, second) = (StubConnection(), StubConnection("boss"))
        #expect(loop.begin(StubCall(on: first, token: token.text)) == nil)
        #expect(loop.begin(StubCall("Write", on: second)) == nil)
        authorization.replace(AccessRules(tokens: [record(token, revoked: clock.seconds)]))
        expect(
            loop.begin(StubCall(on: first, token: token.text)), .unauthenticated, "TOKEN_REFUSED", .tokenRevoked)
        expect(loop.begin(StubCall("Write", on: second)), .permissionDenied, "NOT_ADMIN", .notAdmin)
    }

    @Test("Several tokens on one connection are told apart, as behind a proxy")
    func sharedConnection() {
        let (reader, admin) = (AccessToken(), AccessToken())
        let loop = loop(AccessRules(tokens: [record(reader), record(admin, role: .admin)]))
        let connection = StubConnection()
        for _ in 0..<2 {
            #expect(loop.begin(StubCall("Write", on: connection, token: admin.text)) == nil)
            expect(
                loop.begin(StubCall("Write", on: connection, token: reader.text)), .permissionDenied, "NOT_ADMIN",
                .notAdmin)
            #expect(loop.begin(StubCall("Read", on: connection)) != nil)
        }
    }

    @Test("A call of no method, or refused already, is named and left to who refused it")
    func otherRefusals() {
        let loop = loop(AccessRules(anonymous: Grant(limits: CallLimits(concurrency: .calls(1)))))
        let unknown = StubCall("Nothing")
        #expect(loop.begin(unknown) == nil)
        #expect(unknown.caller?.name == "anonymous")
        #expect(loop.begin(StubCall("Write", isRefused: true)) == nil)
        #expect(loop.begin(StubCall(isRefused: true)) == nil)
        #expect(loop.begin(StubCall()) == nil)
    }

    @Test("Costs no memory per call once the caller is known")
    func allocations() throws {
        let token = AccessToken()
        let limits = CallLimits(rate: .calls(perSecond: 1_000_000, burst: 1_000_000), concurrency: .calls(5))
        for rules in [
            AccessRules(anonymous: Grant()), AccessRules(tokens: [record(token)]),
            AccessRules(tokens: [record(token)], limits: limits),
        ] {
            let loop = loop(rules)
            let connection = StubConnection()
            let call = AllocationFreeCall(StubCall(on: connection, token: rules.anonymous == nil ? token.text : nil))
            try loop.callBegan(call)
            let ending = CallEnding(error: nil, traffic: CallTraffic(), nanoseconds: 1)
            loop.callEnded(call, ending)
            let before = allocation_counter_value()
            for _ in 0..<100 {
                try loop.callBegan(call)
                loop.callEnded(call, ending)
            }
            if allocation_counter_works() != 0 { #expect(allocation_counter_value() == before) }
        }
    }

    private func loop(_ rules: AccessRules) -> any ServerInterceptor {
        CallAuthorization(rules, unixSeconds: clock.now, role: StubCall.role).onLoop(StubCall.methods)
    }

    private func record(
        _ token: AccessToken, role: Caller.Role = .reader, expires: Int? = nil, revoked: Int? = nil
    ) -> TokenRecord {
        TokenRecord(
            id: token.id, name: "app", digest: token.digest, grant: Grant(role: role), createdUnixSeconds: 0,
            expiresUnixSeconds: expires, revokedUnixSeconds: revoked)
    }

    private func expect(
        _ error: RPCError?, _ code: StatusCode, _ reason: String, _ refusal: AccessRefusal,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(error?.code == code, sourceLocation: sourceLocation)
        #expect(error?.statusDetails?.reason == reason, sourceLocation: sourceLocation)
        #expect(error?.cause as? AccessRefusal == refusal, sourceLocation: sourceLocation)
    }
}

/// A wall clock that stands until it is moved.
private final class Clock: Sendable {
    private let unixSeconds = Mutex(1_800_000_000)

    var seconds: Int { unixSeconds.withLock { $0 } }
    var now: @Sendable () -> Int { { self.seconds } }

    func advance(by seconds: Int) { unixSeconds.withLock { $0 += seconds } }
}

/// A call whose one header field lies ready, as those of a real one do.
private final class AllocationFreeCall: IncomingCall {
    private let call: StubCall
    private let field = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
    private var fieldByteCount = 0

    init(_ call: StubCall) {
        self.call = call
        call.forEachField("authorization") { value in
            field.copyMemory(from: value)
            fieldByteCount = value.count
        }
    }

    deinit { field.deallocate() }

    var methodIndex: Int { call.methodIndex }
    var calledMethod: RPCMethod? { call.calledMethod }
    var path: String { call.path }
    var peer: String { call.peer }
    var peerIdentity: PeerIdentity? { call.peerIdentity }
    var metadata: Metadata { call.metadata }
    var deadline: Deadline { call.deadline }
    var startNanoseconds: UInt64 { call.startNanoseconds }
    var isRefused: Bool { call.isRefused }
    var caller: Caller?
    var limiter: AnyObject?
    var connectionMemo: AnyObject? {
        get { call.connectionMemo }
        set { call.connectionMemo = newValue }
    }

    func forEachField(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
        if fieldByteCount > 0 { body(UnsafeRawBufferPointer(rebasing: field[..<fieldByteCount])) }
    }
}
