import Glibc
import Testing

@testable import RPCTransport

/// Certificates made once for all tests, held in memory.
enum TLSFixture {
    static let now = CertificateTime.now
    static let validity = now.adding(days: -1)...now.adding(days: 30)

    static func authority(_ name: String = "test authority") throws -> CertificateAuthority {
        try CertificateAuthority(name: name, validity: now.adding(days: -100)...now.adding(days: 100))
    }

    static func identity(
        of authority: CertificateAuthority, names: String = "DNS:localhost,IP:127.0.0.1,IP:::1",
        usage: CertificateAuthority.Usage = .server, validity: CertificateAuthority.Validity = validity
    ) throws -> TLSIdentity {
        let (certificate, key) = try authority.issue(
            name: "test \(usage)", alternativeNames: names, usage: usage, validity: validity)
        return TLSIdentity(certificate: .text(certificate.pem), key: .text(key.pem))
    }

    /// A new directory below the system's place for temporary files.
    static func directory() throws -> String {
        var template = Array("/tmp/medcodes-tests-XXXXXX".utf8CString)
        let path = try #require(mkdtemp(&template))
        return String(cString: path)
    }
}

extension CertificateAuthority {
    /// The authority as peers trust it.
    var trust: TLSTrust { .authorities(.text(certificate.pem)) }
}

/// A client's and a server's end, joined by hand.
final class TLSPair {
    let client: TLSConnection
    let server: TLSConnection
    let clientPlaintext = ByteBuffer(capacity: 1)
    let serverPlaintext = ByteBuffer(capacity: 1)

    init(client: TLSContext, server: TLSContext, serverName: String = "localhost") {
        self.client = .client(context: client, serverName: serverName, output: ByteBuffer(capacity: 1))
        self.server = .server(context: server, output: ByteBuffer(capacity: 1))
    }

    /// Carries what the ends have to say until both are silent, in chunks of so many bytes.
    ///
    /// - Returns: The errors that the ends threw.
    func exchange(chunk: Int = .max) -> (client: TLSError?, server: TLSError?) {
        var errors: (client: TLSError?, server: TLSError?)
        while !client.output.isEmpty || !server.output.isEmpty {
            errors.server = errors.server ?? carry(client.output, to: server, into: serverPlaintext, chunk: chunk)
            errors.client = errors.client ?? carry(server.output, to: client, into: clientPlaintext, chunk: chunk)
        }
        return errors
    }

    /// Begins and finishes the handshake.
    func shakeHands(chunk: Int = .max) -> (client: TLSError?, server: TLSError?) {
        do throws(TLSError) { try client.start() } catch { return (error, nil) }
        return exchange(chunk: chunk)
    }

    private func carry(
        _ bytes: ByteBuffer, to end: TLSConnection, into plaintext: ByteBuffer, chunk: Int
    ) -> TLSError? {
        while !bytes.isEmpty {
            let count = min(chunk, bytes.count)
            let part = Array(bytes.bytes.prefix(count))
            bytes.removeFirst(count)
            do throws(TLSError) {
                try end.receive(part, into: plaintext)
            } catch {
                bytes.removeAll()
                return error
            }
        }
        return nil
    }
}

extension TLSConnection {
    func send(_ bytes: [UInt8]) throws(TLSError) {
        try bytes.withUnsafeBufferPointer { bytes throws(TLSError) in try send(UnsafeRawBufferPointer(bytes)) }
    }

    func receive(_ bytes: [UInt8], into plaintext: ByteBuffer) throws(TLSError) {
        try bytes.withUnsafeBufferPointer { bytes throws(TLSError) in
            try receive(UnsafeRawBufferPointer(bytes), into: plaintext)
        }
    }
}
