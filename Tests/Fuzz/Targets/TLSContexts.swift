@testable import RPCTransport

/// Contexts of both ends, with certificates made once.
struct TLSContexts {
    /// Those of this process.
    static let shared: TLSContexts = {
        do { return try TLSContexts() } catch { fatalError("there are no certificates: \(error)") }
    }()

    let server: TLSContext
    /// A server that demands a certificate.
    let demandingServer: TLSContext
    let client: TLSContext

    private init() throws {
        let now = CertificateTime.now
        let validity = now.adding(days: -1)...now.adding(days: 300)
        let authority = try CertificateAuthority(name: "fuzz", validity: validity)
        func identity(_ usage: CertificateAuthority.Usage) throws -> TLSIdentity {
            let (certificate, key) = try authority.issue(
                name: "fuzz", alternativeNames: "DNS:localhost", usage: usage, validity: validity)
            return TLSIdentity(certificate: .text(certificate.pem), key: .text(key.pem))
        }
        let trusted = PEMSource.text(authority.certificate.pem)
        server = try .server(identity: identity(.server))
        demandingServer = try .server(identity: identity(.server), clientAuthorities: trusted)
        client = try .client(trust: .authorities(trusted), identity: identity(.client))
    }
}
