import COpenSSL
import Testing

@testable import RPCTransport

@Suite("TLS contexts")
struct TLSContextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let certificate: PEMSource
        let key: PEMSource
        let reason: TLSConfigurationError.Reason
        let message: String
    }

    static func cases() throws -> [Case] {
        let authority = try TLSFixture.authority()
        let good = try TLSFixture.identity(of: authority)
        let other = try TLSFixture.identity(of: authority)
        let now = TLSFixture.now
        let old = try TLSFixture.identity(of: authority, validity: now.adding(days: -9)...now.adding(days: -2))
        let early = try TLSFixture.identity(of: authority, validity: now.adding(days: 2)...now.adding(days: 9))
        let damaged = PEMSource.text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        let damagedKey = PEMSource.text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
        let text = "the PEM text"
        return [
            Case(
                testDescription: "missing file", certificate: .file("/nowhere/server.pem"), key: good.key,
                reason: .unreadable, message: "cannot read '/nowhere/server.pem': No such file or directory"),
            Case(
                testDescription: "directory", certificate: good.certificate, key: .file("/tmp"), reason: .unreadable,
                message: "cannot read '/tmp': Is a directory"),
            Case(
                testDescription: "empty", certificate: .text(""), key: good.key, reason: .malformed,
                message: "no PEM certificate in \(text)"),
            Case(
                testDescription: "key as certificate", certificate: good.key, key: good.key, reason: .malformed,
                message: "no PEM certificate in \(text); it holds a private key"),
            Case(
                testDescription: "certificate as key", certificate: good.certificate, key: good.certificate,
                reason: .malformed, message: "no PEM private key in \(text); it holds a certificate"),
            Case(
                testDescription: "damaged certificate", certificate: damaged, key: good.key, reason: .malformed,
                message: "the certificate in \(text) is damaged"),
            Case(
                testDescription: "damaged key", certificate: good.certificate, key: damagedKey, reason: .malformed,
                message: "the private key in \(text) is damaged"),
            Case(
                testDescription: "binary", certificate: .text("\u{30}\u{82}\u{1}\0\0"), key: good.key,
                reason: .malformed, message: "no PEM certificate in \(text)"),
            Case(
                testDescription: "other key", certificate: good.certificate, key: other.key, reason: .mismatch,
                message: "the private key in \(text) does not belong to the certificate in \(text)"),
            Case(
                testDescription: "expired", certificate: old.certificate, key: old.key, reason: .expired,
                message: "the certificate in \(text) expired on \(now.adding(days: -2)); renew it"),
            Case(
                testDescription: "not yet valid", certificate: early.certificate, key: early.key, reason: .notYetValid,
                message: "the certificate in \(text) is not valid before \(now.adding(days: 2)); check the clock"),
        ]
    }

    @Test("What cannot be used is refused in one line", arguments: try cases())
    func refusal(_ refusal: Case) {
        let identity = TLSIdentity(certificate: refusal.certificate, key: refusal.key)
        let error = #expect(throws: TLSConfigurationError.self) {
            try TLSContext.server(identity: identity, now: TLSFixture.now)
        }
        #expect(error?.reason == refusal.reason)
        #expect(error?.message == refusal.message)
        #expect(throws: TLSConfigurationError.self) {
            try TLSContext.client(identity: identity, now: TLSFixture.now)
        }
    }

    @Test("A key with a passphrase is named, and nobody is asked for it")
    func encryptedKey() throws {
        let authority = try TLSFixture.authority()
        let (certificate, key) = try authority.issue(
            name: "x", alternativeNames: "DNS:x", usage: .server, validity: TLSFixture.validity)
        let identity = TLSIdentity(
            certificate: .text(certificate.pem), key: .text(key.pem(encryptedWith: "passphrase")))
        let error = #expect(throws: TLSConfigurationError.self) { try TLSContext.server(identity: identity) }
        #expect(error?.reason == .encryptedKey)
    }

    @Test("Authorities must be certificates")
    func authorities() throws {
        #expect(throws: TLSConfigurationError.self) { try TLSContext.client(trust: .authorities(.text("nothing"))) }
        let identity = try TLSFixture.identity(of: try TLSFixture.authority())
        #expect(throws: TLSConfigurationError.self) {
            try TLSContext.server(identity: identity, clientAuthorities: .file("/nowhere/ca.pem"))
        }
    }
}

extension PrivateKey {
    /// The key in PEM, locked.
    func pem(encryptedWith passphrase: String) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        PEM_write_bio_PKCS8PrivateKey(
            bio, pointer, EVP_aes_128_cbc(), passphrase, Int32(passphrase.utf8.count), nil, nil)
        var data: UnsafeMutablePointer<CChar>?
        let count = COpenSSL_BIO_get_mem_data(bio, &data)
        return String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
    }
}
