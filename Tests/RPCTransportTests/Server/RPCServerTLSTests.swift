import EventLoop
import RPCCore
import Testing

@testable import RPCTransport

@Suite("The server over TLS", .timeLimit(.minutes(1)))
struct RPCServerTLSTests {
    private let authority: CertificateAuthority
    private let serverContext: TLSContext
    private let clientContext: TLSContext

    init() throws {
        authority = try TLSFixture.authority()
        serverContext = try TLSContext.server(identity: TLSFixture.identity(of: authority))
        clientContext = try TLSContext.client(trust: authority.trust)
    }

    @Test("Answers calls, small and larger than a record", arguments: [0, 1, 1500, 16_384, 1_000_000])
    func echo(messageByteCount: Int) async throws {
        try await withServer(tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint, tls: clientContext)
            let message = (0..<messageByteCount).map { UInt8($0 % 251) }
            for _ in 0..<3 { #expect(try client.call("/test.Service/Echo", message).message == message) }
        }
    }

    @Test("Sends large answers to several streams at once")
    func backPressure() async throws {
        try await withServer(tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint, tls: clientContext)
            for _ in 0..<4 { _ = try client.begin(.request(path: "/test.Service/Big"), []) }
            try client.flush()
            #expect(try client.read { client.peer.connection.streams.isEmpty })
            #expect(client.peer.bodies.values.map(\.count) == [2_000_005, 2_000_005, 2_000_005, 2_000_005])
        }
    }

    @Test(
        "Closes a connection that speaks no TLS, and serves the next",
        arguments: ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{0}"])
    func plaintext(text: String) async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(100) }, tls: serverContext) { server, _ in
            let lost = try SocketClient(to: server.endpoint)
            try lost.send(Array(text.utf8))
            while try !lost.readBytes().isEmpty {}
            let client = try SocketClient(to: server.endpoint, tls: clientContext)
            #expect(try client.call("/test.Service/Echo", [1]).message == [1])
        }
    }

    @Test("Closes a connection whose handshake does not come")
    func silentClient() async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(50) }, tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.readBytes().isEmpty)
        }
    }

    // It used to set the timer of the closed connection again, which stopped the process when it went off.
    @Test("Survives a client that says goodbye before it has begun")
    func earlyGoodbye() async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(50) }, tls: serverContext) { server, _ in
            let hasty = try SocketClient(to: server.endpoint, tls: clientContext, beginsHTTP2: false)
            try hasty.sayGoodbye()
            while try !hasty.readBytes().isEmpty {}
            // One loop after the other: each closes a silent client after the hasty one's time is over.
            for _ in 0..<2 { #expect(try SocketClient(to: server.endpoint).readBytes().isEmpty) }
            let client = try SocketClient(to: server.endpoint, tls: clientContext)
            #expect(try client.call("/test.Service/Echo", [1]).message == [1])
        }
    }

    @Test("A new certificate is shown to new connections, and those that stand go on")
    func replacement() async throws {
        try await withServer(tls: serverContext) { server, _ in
            let before = try SocketClient(to: server.endpoint, tls: clientContext)
            #expect(try before.call("/test.Service/Echo", [1]).message == [1])
            let other = try TLSFixture.authority("other")
            server.replaceTLS(try TLSContext.server(identity: TLSFixture.identity(of: other)))
            let after = try SocketClient(to: server.endpoint, tls: .client(trust: other.trust))
            #expect(try after.call("/test.Service/Echo", [2]).message == [2])
            #expect(after.tls?.peerCertificate?.issuer == "CN=other")
            #expect(try before.call("/test.Service/Echo", [3]).message == [3])
            let refused = #expect(throws: TLSError.self) {
                try SocketClient(to: server.endpoint, tls: clientContext)
            }
            #expect(refused?.reason == .unknownAuthority)
        }
    }

    @Test("Says goodbye when it shuts down")
    func shutDown() async throws {
        try await withServer(tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint, tls: clientContext)
            _ = try client.call("/test.Service/Echo", [1])
            server.beginShutDown(within: .seconds(30))
            try client.readToEnd()
            #expect(client.hasGoodbye)
        }
    }
}

extension SocketClient {
    /// Whether the server ended TLS in the orderly way.
    fileprivate var hasGoodbye: Bool { tls?.state == .closedByPeer }
}
