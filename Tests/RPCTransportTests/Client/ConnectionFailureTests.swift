import EventLoop
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("What a client says when it cannot call", .timeLimit(.minutes(1)))
struct ConnectionFailureTests {
    private let fixture: ClientFixture

    init() throws { fixture = try ClientFixture() }

    /// The error of a call to a server that follows the script.
    private func error(
        configure adjust: (inout RPCClientConfiguration) -> Void = { _ in },
        _ script: @escaping @Sendable (Int, ScriptedConnection) throws -> Void
    ) async throws -> (error: RPCError, target: Endpoint) {
        let server = try ScriptedServer(script)
        let client = try fixture.client(server.endpoint, adjust)
        let error = try #require(await client.error("Echo"))
        await client.close()
        return (error, server.endpoint)
    }

    private func reason(_ error: RPCError) -> ConnectionFailure.Reason? { (error.cause as? ConnectionFailure)?.reason }

    @Test("Nobody listens")
    func refused() async throws {
        let error = try #require(await fixture.client(Endpoint(host: "127.0.0.1", port: 1)).error("Echo"))
        #expect(error.code == .unavailable)
        #expect(error.message == "cannot connect to 127.0.0.1:1: Connection refused")
        #expect(reason(error) == .refused)
        #expect(error.isUnprocessed)
    }

    @Test("The name has no address")
    func unknownHost() async throws {
        let error = try #require(await fixture.client(Endpoint(host: "nowhere.invalid", port: 7443)).error("Echo"))
        #expect(reason(error) == .unknownHost)
        #expect(error.message.hasPrefix("cannot resolve 'nowhere.invalid': "))
    }

    @Test("The server says nothing in time")
    func silent() async throws {
        let (error, target) = try await error(configure: { $0.connectTimeout = .milliseconds(50) }) { _, connection in
            try connection.drain()
        }
        #expect(reason(error) == .timeout)
        #expect(error.message == "cannot connect to \(target): no answer within 0.05 seconds")
    }

    @Test("The deadline passes before there is a connection")
    func deadlineWhileConnecting() async throws {
        let server = try ScriptedServer { _, connection in try connection.drain() }
        let client = try fixture.client(server.endpoint)
        let deadline = Deadline(nanosecondsLeft: 50_000_000, now: MonotonicClock.system.now())
        let error = try #require(await client.error("Echo", deadline: deadline))
        #expect(error.code == .deadlineExceeded)
        #expect(error.message == "there was no connection to \(server.endpoint) before the deadline")
        await client.close()
    }

    @Test(
        "The server speaks no TLS",
        arguments: [
            ("HTTP/1.1 400 Bad Request\r\n\r\n", "plain HTTP/1"), ("\0\0\0\u{4}\0\0\0\0\0", "plain HTTP/2"),
        ])
    func plaintext(bytes: String, guess: String) async throws {
        let (error, target) = try await error { _, connection in
            _ = try connection.read()
            try connection.write(Array(bytes.utf8))
            try connection.drain()
        }
        #expect(reason(error) == .tls(.notTLS))
        #expect(error.message == "cannot connect to \(target): the server does not speak TLS: it sent \(guess)")
    }

    @Test("The server closes in the handshake")
    func closedInHandshake() async throws {
        let (error, target) = try await error { _, connection in _ = try connection.read() }
        #expect(reason(error) == .tls(.endedInHandshake))
        #expect(
            error.message
                == "cannot connect to \(target): the server closed the connection during the TLS handshake "
                + "before it said anything; does it speak TLS?")
    }

    @Test("The server closes after the handshake")
    func closedAfterHandshake() async throws {
        let context = fixture.serverContext
        let (error, target) = try await error { _, connection in _ = try connection.secure(context) }
        #expect(reason(error) == .closedByServer)
        #expect(error.message.hasPrefix("cannot connect to \(target): the server closed the connection after the TLS"))
    }

    @Test("Authority, name and time of the certificate are told apart")
    func certificates() async throws {
        let context = fixture.serverContext
        let script: @Sendable (Int, ScriptedConnection) throws -> Void = { _, connection in
            _ = try connection.secure(context)
        }
        let stranger = try TLSFixture.authority("other authority")
        let trust = try TLSContext.client(trust: stranger.trust)
        let unknown = try await error(configure: { $0.tls = trust }, script)
        #expect(reason(unknown.error) == .tls(.unknownAuthority))
        #expect(
            unknown.error.message
                == "cannot connect to \(unknown.target): "
                + "the authority 'CN=test authority' behind the server's certificate is not trusted here")
        let wrong = try await error(configure: { $0.serverName = "codes.example" }, script)
        #expect(reason(wrong.error) == .tls(.wrongName))
        fixture.clientContext.verify(at: TLSFixture.now.adding(days: 50))
        let expired = try await error(script)
        #expect(reason(expired.error) == .tls(.expired))
    }

    @Test("A call whose connection is lost fails, and may have been processed")
    func lost() async throws {
        let context = fixture.serverContext
        let (error, target) = try await error { _, connection in
            try connection.serve(context, onEnd: { _, _ in }, until: { $0.events.contains("1 end") })
        }
        #expect(error.code == .unavailable)
        #expect(error.message == "the connection to \(target) was lost: the server closed it")
        #expect(!error.isUnprocessed)
    }

    @Test("A server that breaks HTTP/2 is named")
    func notHTTP2() async throws {
        let context = fixture.serverContext
        let (error, _) = try await error { _, connection in
            let tls = try connection.secure(context)
            try connection.write(Array("HTTP/1.1 200 OK\r\n\r\nthis is more than a frame header".utf8), over: tls)
            try connection.drain()
        }
        #expect(reason(error) == .notHTTP2)
    }
}

@Suite("Calls that a server returns", .timeLimit(.minutes(1)))
struct ReturnedCallTests {
    private let fixture: ClientFixture

    init() throws { fixture = try ClientFixture() }

    @Test("A call above the last stream of a GOAWAY is made again over a new connection", arguments: [true, false])
    func goAway(comesAfterTheCall: Bool) async throws {
        let context = fixture.serverContext
        let settings = RawFrame(type: 4).bytes
        // No error, and 0 as the last stream: nothing was looked at.
        let goAway = RawFrame(type: 7, payload: [UInt8](repeating: 0, count: 8)).bytes
        let server = try ScriptedServer { number, connection in
            guard number == 0 else {
                return try connection.serve(context, onEnd: { $0.answer($1, [42]) }, until: { _ in false })
            }
            let tls = try connection.secure(context)
            if comesAfterTheCall {
                try connection.write(settings, over: tls)
                _ = try connection.read()
                try connection.write(goAway, over: tls)
            } else {
                try connection.write(settings + goAway, over: tls)
            }
            try connection.drain()
        }
        let client = try fixture.client(server.endpoint)
        #expect(try await client.echo([1]) == [42])
        await client.close()
    }

    @Test("A refused stream is made again, once")
    func refused() async throws {
        let context = fixture.serverContext
        let attempts = Attempts()
        let server = try ScriptedServer { _, connection in
            try connection.serve(context) { peer, stream in
                attempts.count.withLock { $0 += 1 }
                peer.connection.reset(stream, code: .refusedStream)
            } until: { _ in
                false
            }
        }
        let client = try fixture.client(server.endpoint)
        let error = try #require(await client.error("Echo"))
        #expect(error.code == .unavailable)
        #expect(error.isUnprocessed)
        #expect(attempts.count.withLock { $0 } == 2)
        await client.close()
    }

    @Test("Calls beyond the server's limit wait for their turn, and those given up leave it")
    func streamLimit() async throws {
        let context = fixture.serverContext
        var configuration = HTTP2Configuration(role: .server)
        configuration.concurrentStreamsMax = 1
        let limited = configuration
        let begun = Attempts()
        let server = try ScriptedServer { _, connection in
            try connection.serve(context, configuration: limited) { peer, stream in
                begun.count.withLock { $0 += 1 }
                // A message of one zero byte is never answered.
                if peer.bodies[stream.id]?.last != 0 { peer.answer(stream, [42]) }
            } until: { _ in
                false
            }
        }
        let client = try fixture.client(server.endpoint)
        let first = Task { await client.error("Echo", [0]) }
        try await wait { begun.count.withLock { $0 == 1 } }
        let second = Task { await client.error("Echo", [0]) }
        let third = Task { try await client.echo([1]) }
        second.cancel()
        #expect(await second.value?.code == .cancelled)
        #expect(begun.count.withLock { $0 } == 1)
        first.cancel()
        #expect(await first.value?.code == .cancelled)
        #expect(try await third.value == [42])
        await client.close()
    }

    private final class Attempts: Sendable { let count = Mutex(0) }
}
