import Foundation
import Testing

@testable import RPCTransport

@Suite("Development certificates")
struct DevelopmentCertificatesTests {
    private let directory: String

    init() throws { directory = try TLSFixture.directory() + "/state/tls" }

    private func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
        }
        return contents
    }

    @Test("Five files appear, keys for their owner only, and both ends can be made of them")
    func files() throws {
        let made = try DevelopmentCertificates.make(in: directory)
        #expect(made.wereMade)
        #expect(Set(try contents().keys) == ["ca.pem", "server.pem", "server.key", "client.pem", "client.key"])
        for key in ["server.key", "client.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(key)")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        let server = try TLSContext.server(identity: made.server, clientAuthorities: .file(made.authority))
        let client = try TLSContext.client(trust: .authorities(.file(made.authority)), identity: made.client)
        for name in ["localhost", "127.0.0.1", "::1"] {
            let pair = TLSPair(client: client, server: server, serverName: name)
            #expect(pair.shakeHands() == (nil, nil))
            #expect(pair.server.peerCertificate?.names == ["development-client"])
        }
    }

    @Test("Certificates say what they are")
    func summary() throws {
        let now = CertificateTime(unixSeconds: 1_800_000_000)
        let made = try DevelopmentCertificates.make(in: directory, now: now)
        let summary = try CertificateSummary(pem: made.server.certificate)
        #expect(summary.subject == "CN=MedCodes development server")
        #expect(summary.issuer == "CN=MedCodes development authority")
        #expect(summary.names == ["localhost", "127.0.0.1", "::1"])
        #expect(summary.notBefore.description == "2027-01-14 08:00 UTC")
        #expect(summary.notAfter == now.adding(days: 825))
        #expect(try CertificateSummary(pem: .file(made.authority)).names.isEmpty)
    }

    @Test("Files that are there are not overwritten unless asked")
    func refusal() throws {
        _ = try DevelopmentCertificates.make(in: directory)
        let before = try contents()
        let error = #expect(throws: TLSConfigurationError.self) { try DevelopmentCertificates.make(in: directory) }
        #expect(error?.message == "'\(directory)/ca.pem' exists already; it has been left as it is")
        #expect(try contents() == before)
        #expect(try DevelopmentCertificates.make(in: directory, replacing: .always).wereMade)
        #expect(Set(try contents().values).isDisjoint(with: before.values))
    }

    @Test("Usable files are kept, others are replaced as a whole")
    func replacement() throws {
        let now = CertificateTime.now
        #expect(try DevelopmentCertificates.make(in: directory, replacing: .unusable, now: now).wereMade)
        let first = try contents()
        #expect(!(try DevelopmentCertificates.make(in: directory, replacing: .unusable, now: now).wereMade))
        #expect(try contents() == first)
        #expect(
            try DevelopmentCertificates.make(in: directory, replacing: .unusable, now: now.adding(days: 825)).wereMade)
        let second = try contents()
        try FileManager.default.removeItem(atPath: "\(directory)/client.key")
        #expect(
            try DevelopmentCertificates.make(in: directory, replacing: .unusable, now: now.adding(days: 825)).wereMade)
        #expect(try contents()["ca.pem"] != second["ca.pem"])
        try first["ca.pem"]?.write(to: URL(fileURLWithPath: "\(directory)/ca.pem"))
        #expect(
            try DevelopmentCertificates.make(in: directory, replacing: .unusable, now: now.adding(days: 825)).wereMade)
    }

    @Test("A place that cannot be written to is named")
    func unwritable() {
        let error = #expect(throws: TLSConfigurationError.self) {
            try DevelopmentCertificates.make(in: "/dev/null/tls")
        }
        #expect(error?.message == "cannot make the directory '/dev/null/tls': Not a directory")
    }
}
