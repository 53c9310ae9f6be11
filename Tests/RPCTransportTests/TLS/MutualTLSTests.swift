import Testing

@testable import RPCTransport

@Suite("TLS with client certificates")
struct MutualTLSTests {
    private let authority: CertificateAuthority
    private let serverContext: TLSContext

    init() throws {
        authority = try TLSFixture.authority()
        serverContext = try .server(
            identity: try TLSFixture.identity(of: authority), clientAuthorities: .text(authority.certificate.pem))
    }

    private func pair(identity: TLSIdentity?) throws -> TLSPair {
        TLSPair(client: try .client(trust: authority.trust, identity: identity), server: serverContext)
    }

    @Test("The server knows who its client is, by all kinds of names")
    func identity() throws {
        let names = "DNS:clinic-7,URI:spiffe://clinic/7,email:it@clinic.example,IP:192.0.2.7"
        let pair = try pair(identity: try TLSFixture.identity(of: authority, names: names, usage: .client))
        #expect(pair.server.peerCertificate == nil)
        #expect(pair.shakeHands() == (nil, nil))
        let certificate = try #require(pair.server.peerCertificate)
        #expect(certificate.names == ["clinic-7", "spiffe://clinic/7", "it@clinic.example", "192.0.2.7"])
        #expect(certificate.subject == "CN=test client")
        #expect(certificate.issuer == "CN=test authority")
        #expect(pair.client.peerCertificate?.subject == "CN=test server")
    }

    @Test("A client without a certificate is refused, and learns that the server said so")
    func missing() throws {
        let errors = try pair(identity: nil).shakeHands()
        #expect(errors.server?.reason == .certificateRequired)
        #expect(errors.client?.reason == .certificateRequired)
        #expect(errors.client?.isFromPeer == true)
        #expect(errors.client?.message == "the server refused the TLS handshake: it requires a client certificate")
    }

    @Test("A client of another authority is refused, and learns it")
    func unknownAuthority() throws {
        let other = try TLSFixture.authority("other authority")
        let errors = try pair(identity: try TLSFixture.identity(of: other, usage: .client)).shakeHands()
        #expect(errors.server?.reason == .unknownAuthority)
        #expect(errors.server?.message.contains("'CN=other authority'") == true)
        #expect(errors.client?.reason == .unknownAuthority)
        #expect(errors.client?.isFromPeer == true)
    }

    @Test("A server's certificate shown as a client's is refused")
    func wrongUsage() throws {
        let errors = try pair(identity: try TLSFixture.identity(of: authority)).shakeHands()
        #expect(errors.server?.reason == .badCertificate)
    }

    @Test("A server that asks for none gets none")
    func notAsked() throws {
        let open = try TLSContext.server(identity: try TLSFixture.identity(of: authority))
        let identity = try TLSFixture.identity(of: authority, usage: .client)
        let pair = TLSPair(client: try .client(trust: authority.trust, identity: identity), server: open)
        #expect(pair.shakeHands() == (nil, nil))
        #expect(pair.server.peerCertificate == nil)
    }
}
