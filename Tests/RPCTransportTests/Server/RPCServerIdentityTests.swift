import COpenSSL
import EventLoop
import Foundation
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Who calls the server", .timeLimit(.minutes(1)))
struct RPCServerIdentityTests {
    private let authority: CertificateAuthority
    private let witness = IdentityWitness()

    init() throws { authority = try TLSFixture.authority() }

    @Test("Handlers and interceptors see the client's certificate", arguments: ["Who", "WhoLater"])
    func certificate(method: String) async throws {
        let names = "DNS:clinic-7,DNS:clinic-8,URI:spiffe://clinic/7,email:it@clinic.example,IP:192.0.2.7"
        let identity = try TLSFixture.identity(of: authority, names: names, usage: .client)
        let expected = try #require(try PeerIdentity(identity.certificate.certificates().first))
        try await withServer(identity: identity) { client in
            for _ in 0..<2 {
                let answer = try client.call("/test.Who/\(method)")
                #expect(answer.message.map { String(decoding: $0, as: UTF8.self) } == expected.text)
            }
        }
        #expect(
            expected.text.hasPrefix("CN=test client clinic-7,clinic-8 spiffe://clinic/7 192.0.2.7 it@clinic.example "))
        // The same object for all calls of the connection, at their begin and at their end.
        #expect(witness.seen.withLock { $0.count } == 4)
        #expect(witness.seen.withLock { seen in seen.allSatisfy { $0 === seen[0] && $0?.text == expected.text } })
    }

    @Test("What authorization says of a call goes with it, and what it remembers of a connection with the next ones")
    func caller() async throws {
        try await withServer(identity: nil) { client in
            for _ in 0..<2 { _ = try client.call("/test.Who/Who", more: ["x-note": "a", "x-note": "b"]) }
        }
        #expect(witness.callers.withLock { $0 } == ["nobody yet", "caller 1", "nobody yet", "caller 2"])
        #expect(witness.notes.withLock { $0 } == ["a", "b", "a", "b"])
    }

    @Test("There is no identity without a certificate", arguments: ["Who", "WhoLater"])
    func noCertificate(method: String) async throws {
        try await withServer(identity: nil) { client in
            let answer = try client.call("/test.Who/\(method)")
            #expect(answer.message == Array("nobody".utf8))
        }
        #expect(witness.seen.withLock { $0.count } == 2)
        #expect(witness.seen.withLock { $0.allSatisfy { $0 == nil } })
    }

    @Test("The fingerprint is the SHA-256 of the certificate, and the serial number is hexadecimal")
    func digits() throws {
        let identity = try TLSFixture.identity(of: authority, usage: .client)
        guard case .text(let pem) = identity.certificate else { throw RPCError(.internal, "the fixture has no text") }
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        let der = Array(try #require(Data(base64Encoded: lines.joined())))
        var digest = [UInt8](repeating: 0, count: 32)
        #expect(EVP_Digest(der, der.count, &digest, nil, EVP_sha256(), nil) == 1)
        let peer = try #require(try PeerIdentity(identity.certificate.certificates().first))
        #expect(peer.fingerprint == digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
        #expect(peer.serialNumber.wholeMatch(of: /[1-9A-F][0-9A-F]*/) != nil)
        #expect(peer.notAfterUnixSeconds == TLSFixture.validity.upperBound.unixSeconds)
    }

    /// Runs the body with a client that shows this certificate, if there is one.
    private func withServer(identity: TLSIdentity?, _ body: (SocketClient) throws -> Void) async throws {
        let tls = try TLSContext.server(
            identity: TLSFixture.identity(of: authority),
            clientAuthorities: identity == nil ? nil : .text(authority.certificate.pem))
        let server = try RPCServer.start(
            RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1),
            services: [WhoService()], interceptors: [witness], tls: tls, logger: Logger(label: "test"))
        let result = await withTaskExecutorPreference(BlockingExecutor()) {
            Result {
                try body(
                    SocketClient(to: server.endpoint, tls: .client(trust: authority.trust, identity: identity)))
            }
        }
        await server.shutDown(within: .zero)
        try result.get()
    }
}

/// Tells callers who they are.
private struct WhoService: RPCService {
    var methods: [RPCMethod] {
        [
            RPCMethod(service: "test.Who", name: "Who") { _, call throws(RPCError) in
                .reply(UnaryReply(MessageFrame(message: (call.peerIdentity?.text ?? "nobody").utf8)))
            },
            RPCMethod(service: "test.Who", name: "WhoLater") { (_, call: StreamingCall) in
                UnaryReply(MessageFrame(message: (call.peerIdentity?.text ?? "nobody").utf8))
            },
        ]
    }
}

/// Keeps the identities of calls, at their begin and at their end.
private final class IdentityWitness: ServerInterceptor {
    let seen = Mutex<[PeerIdentity?]>([])
    /// Who was said to call, at the begin and at the end.
    let callers = Mutex<[String]>([])
    let notes = Mutex<[String]>([])

    private final class Memo {
        var callCount = 0
    }

    func callBegan(_ call: any IncomingCall) {
        seen.withLock { $0.append(call.peerIdentity) }
        callers.withLock { $0.append(call.caller?.name ?? "nobody yet") }
        call.forEachField("x-note") { note in notes.withLock { $0.append(String(decoding: note, as: UTF8.self)) } }
        let memo = call.connectionMemo as? Memo ?? Memo()
        memo.callCount += 1
        call.connectionMemo = memo
        call.caller = Caller(.token, name: "caller \(memo.callCount)", role: .reader)
    }

    func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        seen.withLock { $0.append(call.peerIdentity) }
        callers.withLock { $0.append(call.caller?.name ?? "nobody") }
    }
}

extension PeerIdentity {
    fileprivate convenience init?(_ certificate: Certificate?) {
        guard let certificate else { return nil }
        self.init(certificate)
    }

    /// All that is known, as text.
    fileprivate var text: String {
        let kinds = [dnsNames, uris, addresses, mailAddresses].map { $0.joined(separator: ",") }
        return "\(subject) \(kinds.joined(separator: " ")) \(serialNumber) \(notAfterUnixSeconds) \(fingerprint)"
    }
}
