/// The files of an authority made for one machine, with a server and a client certificate signed by it:
///
/// | file | holds |
/// |---|---|
/// | `ca.pem` | the authority; its key is thrown away, so nothing else can be signed with it |
/// | `server.pem`, `server.key` | a server's certificate for localhost, 127.0.0.1 and ::1, and its key |
/// | `client.pem`, `client.key` | a client's certificate for `development-client`, and its key |
///
/// ECDSA over P-256, valid for 825 days, the longest that all clients accept; keys are readable by their owner only.
/// For development: whoever reads the key files can pose as the server.
public struct DevelopmentCertificates: Hashable, Sendable {
    /// What happens to files that are there.
    public enum Replacement: Hashable, Sendable {
        /// They are kept, and the call throws.
        case never
        /// They are kept if they can be used for another day; otherwise all are replaced.
        case unusable
        /// They are replaced.
        case always
    }

    private static let leafDays = 825
    private static let authorityDays = 3650

    /// The directory of the files.
    public let directory: String
    /// Whether the files were made by this call, rather than found.
    public let wereMade: Bool

    /// `ca.pem`
    public var authority: String { directory + "/ca.pem" }
    /// `server.pem` and `server.key`
    public var server: TLSIdentity { identity("server") }
    /// `client.pem` and `client.key`
    public var client: TLSIdentity { identity("client") }

    /// Makes the files, and the directory if need be. Each file appears whole or not at all.
    ///
    /// - Throws: ``TLSConfigurationError``, `unwritable` when a file is in the way or cannot be written.
    public static func make(
        in directory: String, replacing replacement: Replacement = .never, now: CertificateTime = .now
    ) throws(TLSConfigurationError) -> DevelopmentCertificates {
        let found = DevelopmentCertificates(directory: directory, wereMade: false)
        switch replacement {
        case .never:
            if let path = found.paths.first(where: SmallFile.exists) {
                throw TLSConfigurationError(.unwritable, "'\(path)' exists already; it has been left as it is")
            }
        case .unusable:
            if found.areUsable(at: now.adding(days: 1)) { return found }
        case .always: break
        }
        let made = DevelopmentCertificates(directory: directory, wereMade: true)
        try made.write(now: now)
        return made
    }

    private var paths: [String] {
        [authority] + ["server", "client"].flatMap { ["\(directory)/\($0).pem", "\(directory)/\($0).key"] }
    }

    private func identity(_ name: String) -> TLSIdentity {
        TLSIdentity(certificate: .file("\(directory)/\(name).pem"), key: .file("\(directory)/\(name).key"))
    }

    /// Whether contexts can be made of all files at this time, and the authority they name is the one that is there.
    private func areUsable(at now: CertificateTime) -> Bool {
        do throws(TLSConfigurationError) {
            _ = try TLSContext.server(identity: server, clientAuthorities: .file(authority), now: now)
            _ = try TLSContext.client(trust: .authorities(.file(authority)), identity: client, now: now)
            let signer = try PEMSource.file(authority).certificates()[0]
            let leaves = try [server.certificate.certificates()[0], client.certificate.certificates()[0]]
            return leaves.allSatisfy { $0.isSigned(by: signer) }
        } catch {
            return false
        }
    }

    private func write(now: CertificateTime) throws(TLSConfigurationError) {
        // A day back, for machines whose clocks differ.
        let start = now.adding(days: -1)
        let validity = start...now.adding(days: Self.leafDays)
        let authority = try CertificateAuthority(
            name: "MedCodes development authority", validity: start...now.adding(days: Self.authorityDays))
        let server = try authority.issue(
            name: "MedCodes development server", alternativeNames: "DNS:localhost,IP:127.0.0.1,IP:::1",
            usage: .server, validity: validity)
        let client = try authority.issue(
            name: "MedCodes development client", alternativeNames: "DNS:development-client", usage: .client,
            validity: validity)
        try SmallFile.makeDirectory(directory)
        try SmallFile.write(server.key.pem, to: "\(directory)/server.key", mode: 0o600)
        try SmallFile.write(server.certificate.pem, to: "\(directory)/server.pem", mode: 0o644)
        try SmallFile.write(client.key.pem, to: "\(directory)/client.key", mode: 0o600)
        try SmallFile.write(client.certificate.pem, to: "\(directory)/client.pem", mode: 0o644)
        try SmallFile.write(authority.certificate.pem, to: self.authority, mode: 0o644)
    }
}
