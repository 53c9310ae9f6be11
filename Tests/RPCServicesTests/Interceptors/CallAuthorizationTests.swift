import RPCCore
import RPCServices
import Testing

@Suite("Call authorization")
struct CallAuthorizationTests {
    private let authorization = CallAuthorization { method in
        switch method.name {
        case "Read": .everyone
        case "Write": .identities(named: ["clinic-7", "spiffe://clinic/7", "CN=admin"])
        default:
            .calls { call throws(RPCError) in
                if call.peer != "ipv4:192.0.2.1:5000" { throw RPCError(.permissionDenied, "not from here") }
            }
        }
    }.onLoop(StubIncomingCall.methods)

    @Test("Lets everyone call what everyone may")
    func everyone() throws { try authorization.callBegan(StubIncomingCall(0)) }

    @Test("Asks for a certificate where names are listed")
    func noCertificate() {
        let error = #expect(throws: RPCError.self) { try authorization.callBegan(StubIncomingCall(1)) }
        #expect(error?.code == .unauthenticated)
        #expect(error?.statusDetails?.reason == "CERTIFICATE_REQUIRED")
    }

    @Test(
        "Lets those call whose subject or any other name is listed",
        arguments: [
            PeerIdentity(subject: "CN=x", dnsNames: ["other", "clinic-7"]),
            PeerIdentity(subject: "CN=x", uris: ["spiffe://clinic/7"]),
            PeerIdentity(subject: "CN=admin"),
        ])
    func listed(identity: PeerIdentity) throws {
        try authorization.callBegan(StubIncomingCall(1, identity: identity))
    }

    @Test("Refuses others")
    func notListed() {
        let identity = PeerIdentity(subject: "CN=administrator", dnsNames: ["clinic-70"])
        let error = #expect(throws: RPCError.self) {
            try authorization.callBegan(StubIncomingCall(1, identity: identity))
        }
        #expect(error?.code == .permissionDenied)
        #expect(error?.statusDetails?.reason == "NOT_PERMITTED")
    }

    @Test("Asks a function about the call")
    func function() throws {
        try authorization.callBegan(StubIncomingCall(2))
        let strict = CallAuthorization { _ in .calls { _ throws(RPCError) in throw RPCError(.unauthenticated, "no") } }
        let error = #expect(throws: RPCError.self) {
            try strict.onLoop(StubIncomingCall.methods).callBegan(StubIncomingCall(0))
        }
        #expect(error?.code == .unauthenticated)
    }

    @Test("Leaves calls of no method to the server, which refuses them")
    func unknownMethod() throws { try authorization.callBegan(StubIncomingCall(3)) }
}
