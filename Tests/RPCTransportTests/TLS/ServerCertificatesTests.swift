import Glibc
import InMemoryLogging
import Logging
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Certificates of a running server")
struct ServerCertificatesTests {
    private let authority: CertificateAuthority
    private let log = InMemoryLogHandler()
    private let taken = TakenContexts()
    private let directory: String

    init() throws {
        authority = try TLSFixture.authority()
        directory = try TLSFixture.directory()
    }

    /// What was wrong, as the log tells it first.
    private var told: String { log.entries.first?.metadata["error"]?.description ?? "" }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Writes a certificate of this name and its key, or one of them, over what is there.
    private func write(_ name: String, certificate: Bool = true, key: Bool = true, to place: String = "") throws {
        let (issued, itsKey) = try authority.issue(
            name: name, alternativeNames: "DNS:localhost", usage: .server, validity: TLSFixture.validity)
        if certificate { try SmallFile.write(issued.pem, to: path(place + "server.pem"), mode: 0o600) }
        if key { try SmallFile.write(itsKey.pem, to: path(place + "server.key"), mode: 0o600) }
    }

    /// The certificates in the files, watched; nothing is looked at until a test says so.
    private func watched(clientAuthorities: PEMSource? = nil) throws -> ServerCertificates {
        let certificates = try ServerCertificates(
            identity: TLSIdentity(certificate: .file(path("server.pem")), key: .file(path("server.key"))),
            clientAuthorities: clientAuthorities, logger: Logger(label: "test") { _ in log })
        certificates.watch(every: .seconds(3600)) { [taken] in taken.take($0) }
        return certificates
    }

    @Test("Files that change are used once they have rested")
    func change() throws {
        try write("first")
        let certificates = try watched()
        #expect(certificates.context.certificate?.subject == "CN=first")
        for _ in 0..<3 { certificates.lookNow() }
        #expect(taken.subjects == [])
        try write("second")
        certificates.lookNow()
        #expect(taken.subjects == [])
        certificates.lookNow()
        #expect(taken.subjects == ["CN=second"])
        for _ in 0..<3 { certificates.lookNow() }
        #expect(taken.subjects == ["CN=second"])
        #expect(log.entries.count == 1)
    }

    @Test("A link that is made to point elsewhere is a change, as Kubernetes makes it")
    func symbolicLink() throws {
        for name in ["old", "new"] {
            try SmallFile.makeDirectory(path(name))
            try write(name, to: name + "/")
        }
        symlink("old", path("..data"))
        for file in ["server.pem", "server.key"] { symlink("..data/\(file)", path(file)) }
        let certificates = try watched()
        symlink("new", path("..draft"))
        rename(path("..draft"), path("..data"))
        for _ in 0..<2 { certificates.lookNow() }
        #expect(taken.subjects == ["CN=new"])
    }

    @Test("A key that comes long before its certificate is told once, and used when that has come")
    func mismatch() throws {
        try write("first")
        let certificates = try watched()
        let (certificate, key) = try authority.issue(
            name: "second", alternativeNames: "DNS:localhost", usage: .server, validity: TLSFixture.validity)
        try SmallFile.write(key.pem, to: path("server.key"), mode: 0o600)
        for _ in 0..<5 { certificates.lookNow() }
        #expect(taken.subjects == [])
        #expect(log.entries.count == 1)
        #expect(log.entries.first?.level == .warning)
        #expect(told.contains("does not belong to the certificate in '\(path("server.pem"))'"))
        try SmallFile.write(certificate.pem, to: path("server.pem"), mode: 0o600)
        for _ in 0..<2 { certificates.lookNow() }
        #expect(taken.subjects == ["CN=second"])
        #expect(log.entries.count == 2)
        #expect(log.entries.last?.level == .notice)
    }

    @Test("Files that cannot be used change nothing", arguments: ["", "-----BEGIN CERTIFICATE-----\nAAAA\n", nil])
    func unusable(text: String?) throws {
        try write("first")
        let certificates = try watched()
        if let text {
            try SmallFile.write(text, to: path("server.pem"), mode: 0o600)
        } else {
            unlink(path("server.pem"))
        }
        for _ in 0..<5 { certificates.lookNow() }
        #expect(taken.subjects == [])
        #expect(log.entries.count == 1)
        #expect(told.contains(path("server.pem")))
        try write("second")
        for _ in 0..<2 { certificates.lookNow() }
        #expect(taken.subjects == ["CN=second"])
    }

    @Test("An expired certificate does not replace one that is valid")
    func expired() throws {
        try write("first")
        let certificates = try watched()
        let (certificate, key) = try authority.issue(
            name: "old", alternativeNames: "DNS:localhost", usage: .server,
            validity: TLSFixture.now.adding(days: -9)...TLSFixture.now.adding(days: -2))
        try SmallFile.write(certificate.pem, to: path("server.pem"), mode: 0o600)
        try SmallFile.write(key.pem, to: path("server.key"), mode: 0o600)
        for _ in 0..<5 { certificates.lookNow() }
        #expect(taken.subjects == [])
        #expect(log.entries.count == 1)
        #expect(told.contains("expired"))
    }

    @Test("Authorities that change decide about clients that come then")
    func clientAuthorities() throws {
        try write("first")
        let (oldAuthority, newAuthority) = (try TLSFixture.authority("old"), try TLSFixture.authority("new"))
        try SmallFile.write(oldAuthority.certificate.pem, to: path("ca.pem"), mode: 0o600)
        let certificates = try watched(clientAuthorities: .file(path("ca.pem")))
        let identity = try TLSFixture.identity(of: newAuthority, usage: .client)
        let client = try TLSContext.client(trust: authority.trust, identity: identity)
        #expect(TLSPair(client: client, server: certificates.context).shakeHands().server?.reason == .unknownAuthority)
        try SmallFile.write(newAuthority.certificate.pem, to: path("ca.pem"), mode: 0o600)
        for _ in 0..<2 { certificates.lookNow() }
        let server = try #require(taken.last)
        #expect(TLSPair(client: client, server: server).shakeHands() == (nil, nil))
    }

    @Test("Whoever asks has the files read at once, changed or not, until it is over")
    func reload() throws {
        try write("first")
        let certificates = try watched()
        try write("second")
        certificates.reload()
        certificates.lookNow()  // After it, on the same queue.
        #expect(taken.subjects == ["CN=second"])
        certificates.reload()
        certificates.lookNow()
        #expect(taken.subjects == ["CN=second", "CN=second"])
        certificates.stop()
        certificates.reload()
        certificates.lookNow()
        #expect(taken.subjects.count == 2)
    }

    @Test("Files are looked at by themselves", .timeLimit(.minutes(1)))
    func timer() async throws {
        try write("first")
        let certificates = try watched()
        let (changes, continuation) = AsyncStream.makeStream(of: String.self)
        certificates.watch(every: .milliseconds(1)) { continuation.yield($0.certificate?.subject ?? "") }
        try write("second")
        for await subject in changes where subject == "CN=second" { break }
        certificates.stop()
    }
}

/// Contexts that took another's place.
private final class TakenContexts: Sendable {
    private let contexts = Mutex<[TLSContext]>([])

    var subjects: [String] { contexts.withLock { $0.map { $0.certificate?.subject ?? "" } } }
    var last: TLSContext? { contexts.withLock { $0.last } }

    func take(_ context: TLSContext) { contexts.withLock { $0.append(context) } }
}
