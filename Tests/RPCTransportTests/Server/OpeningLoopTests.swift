import COpenSSL
import Dispatch
import EventLoop
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Connections that are being opened", .timeLimit(.minutes(1)))
struct OpeningLoopTests {
    private let authority: CertificateAuthority
    private let serverContext: TLSContext
    private let clientContext: TLSContext

    init() throws {
        authority = try TLSFixture.authority()
        serverContext = try TLSContext.server(identity: TLSFixture.identity(of: authority))
        clientContext = try TLSContext.client(trust: authority.trust)
    }

    /// Handshakes used to be done on the loops that serve, so a call waited for those of all others on its loop.
    @Test("The work of a handshake keeps no call of another connection waiting")
    func handshakeApart() async throws {
        let gate = HandshakeGate(in: serverContext)
        try await withServer({ $0.loopCount = 1 }, tls: serverContext) { server, _ in
            defer { gate.open() }
            let standing = try SocketClient(to: server.endpoint, tls: clientContext)
            gate.close()
            let coming = try SocketClient(to: server.endpoint)
            try coming.send(try clientHello())
            #expect(gate.isReached())
            for _ in 0..<3 { #expect(try standing.call("/test.Service/Echo", [1]).message == [1]) }
            gate.open()
            #expect(try coming.readBytes().first == 22)  // A record of the handshake (RFC 8446, section 5.1).
        }
    }

    @Test("What a client sends in one piece with the end of its handshake is served")
    func earlyRequest() async throws {
        try await withServer(tls: serverContext) { server, _ in
            let client = try SocketClient(
                to: server.endpoint, tls: clientContext, beginsHTTP2: false, joinsRecords: true)
            #expect(try client.call("/test.Service/Echo", [9]).message == [9])
        }
    }

    @Test("A client has one time for handshake and preface together")
    func deadline() async throws {
        try await withServer({ $0.openingTimeout = .milliseconds(200) }, tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint, tls: clientContext, beginsHTTP2: false)
            while try !client.readBytes().isEmpty {}
        }
    }

    @Test("Connections that shake hands count among those that may be open, until they end")
    func quota() async throws {
        try await withServer({ $0.connectionsMax = 1 }, tls: serverContext) { server, _ in
            let silent = try SocketClient(to: server.endpoint)
            #expect(try SocketClient(to: server.endpoint).readBytes().isEmpty)
            try silent.send(Array("no TLS at all".utf8))
            while try !silent.readBytes().isEmpty {}
            // Its place is free before it is told, so the next one gets it.
            let client = try SocketClient(to: server.endpoint, tls: clientContext)
            #expect(try client.call("/test.Service/Echo", [1]).message == [1])
            #expect(try SocketClient(to: server.endpoint).readBytes().isEmpty)
        }
    }

    /// Its connection used to be closed, for which clients fail calls although another process listens on.
    @Test("A client in its handshake when the server shuts down finishes it and is told to go elsewhere")
    func lateHandshake() async throws {
        let gate = HandshakeGate(in: serverContext)
        try await withServer({ $0.openingGrace = .seconds(30) }, tls: serverContext) { server, _ in
            defer { gate.open() }
            gate.close()
            let coming = Task(executorPreference: BlockingExecutor()) { [clientContext] in
                let client = try SocketClient(to: server.endpoint, tls: clientContext)
                try client.readToEnd()
                return client.peer.events
            }
            #expect(gate.isReached())
            server.beginShutDown(within: .seconds(30))
            gate.open()
            let events = try await coming.value
            #expect(events.contains("goaway 2147483647 0"))
            await server.shutDown(within: .seconds(30))
        }
    }

    @Test("Shutting down waits no longer for handshakes than they have for it", arguments: [false, true])
    func shutDown(saysHello: Bool) async throws {
        let adjust: (inout RPCServerConfiguration) -> Void = {
            $0.openingTimeout = .seconds(3600)
            $0.openingGrace = .milliseconds(50)
        }
        try await withServer(adjust, tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            if saysHello {
                try client.send(try clientHello())
                #expect(try !client.readBytes().isEmpty)
            }
            await server.shutDown(within: .seconds(3600))
            while try !client.readBytes().isEmpty {}
        }
    }

    @Test("A client that cannot be served learns why, although it goes on talking")
    func alert() async throws {
        try await withServer(tls: serverContext) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let hello = try ForeignPeer(protocols: ["http/1.1"]).advance([])
            try client.send(hello + [UInt8](repeating: 0x17, count: 100_000))
            var answer: [UInt8] = []
            while case let bytes = try client.readBytes(), !bytes.isEmpty { answer += bytes }
            // An alert (type 21) of two bytes: fatal, no_application_protocol (RFC 7301, section 3.2).
            #expect(answer == [21, 3, 3, 0, 2, 2, 120])
        }
    }

    private func clientHello() throws -> [UInt8] {
        let connection = TLSConnection.client(
            context: clientContext, serverName: "localhost", output: ByteBuffer(capacity: 1))
        try connection.start()
        return Array(connection.output.bytes)
    }
}

/// Holds up handshakes at the server, in the place where it chooses its certificate.
private final class HandshakeGate: Sendable {
    private let isClosed = Mutex(false)
    private let reached = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    /// An open gate; the context points at it without holding it, so it must live as long.
    init(in context: TLSContext) {
        SSL_CTX_set_cert_cb(
            context.context,
            { _, gate in
                if let gate { Unmanaged<HandshakeGate>.fromOpaque(gate).takeUnretainedValue().pass() }
                return 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func close() { isClosed.withLock { $0 = true } }

    func open() {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = false }
            return isClosed
        }
        if wasClosed { opened.signal() }
    }

    /// Waits until a handshake stands at the gate, which it must within some seconds.
    func isReached() -> Bool { reached.wait(timeout: .now() + 20) == .success }

    private func pass() {
        guard isClosed.withLock({ $0 }) else { return }
        reached.signal()
        opened.wait()
    }
}
