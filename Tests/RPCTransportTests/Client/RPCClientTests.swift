import EventLoop
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

/// A server of ours with TLS, and a client of it.
struct ClientFixture {
    let authority: CertificateAuthority
    let serverContext: TLSContext
    let clientContext: TLSContext

    init(demandsClientCertificate: Bool = false, showsClientCertificate: Bool = false) throws {
        authority = try TLSFixture.authority()
        serverContext = try .server(
            identity: try TLSFixture.identity(of: authority),
            clientAuthorities: demandsClientCertificate ? .text(authority.certificate.pem) : nil)
        let identity = showsClientCertificate ? try TLSFixture.identity(of: authority, usage: .client) : nil
        clientContext = try .client(trust: authority.trust, identity: identity)
    }

    func configuration(_ endpoint: Endpoint) -> RPCClientConfiguration {
        RPCClientConfiguration(target: endpoint, tls: clientContext)
    }

    func client(_ endpoint: Endpoint, _ adjust: (inout RPCClientConfiguration) -> Void = { _ in }) throws -> RPCClient {
        var configuration = configuration(endpoint)
        adjust(&configuration)
        return try RPCClient(configuration)
    }

    /// Runs the body with a server and a client, and ends both.
    func run(
        _ adjust: (inout RPCClientConfiguration) -> Void = { _ in },
        _ body: (RPCClient, RPCServer, TestService) async throws -> Void
    ) async throws {
        let service = TestService()
        let server = try RPCServer.start(
            RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2), services: [service],
            tls: serverContext, logger: Logger(label: "test"))
        let client = try client(server.endpoint, adjust)
        let result = await Result { try await body(client, server, service) }
        await client.close()
        await server.shutDown(within: .zero)
        try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

extension RPCClient {
    func echo(_ message: [UInt8], deadline: Deadline = .never) async throws(RPCError) -> [UInt8] {
        try await unary(
            path: "/test.Service/Echo", request: MessageFrame(message: message),
            options: RPCCallOptions(deadline: deadline)
        ).message
    }

    func expectEcho(_ message: [UInt8]) async throws {
        let reply = try await echo(message)
        #expect(reply == message)
    }

    func error(_ method: String, _ message: [UInt8] = [], deadline: Deadline = .never) async -> RPCError? {
        do throws(RPCError) {
            _ = try await unary(
                path: "/test.Service/\(method)", request: MessageFrame(message: message),
                options: RPCCallOptions(deadline: deadline))
            return nil
        } catch {
            return error
        }
    }
}

/// Waits until the condition is true, or the test's time is up.
func wait(until condition: () -> Bool) async throws {
    while !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex<UInt64>(1_000_000_000)

    var clock: MonotonicClock { MonotonicClock { [self] in time.withLock { $0 } } }

    func advance(by duration: Duration) { time.withLock { $0 += duration.nanoseconds } }
}

private func deadline(in duration: Duration) -> Deadline {
    Deadline(nanosecondsLeft: duration.nanoseconds, now: MonotonicClock.system.now())
}

@Suite("The client and our server", .timeLimit(.minutes(1)))
struct RPCClientTests {
    private let fixture: ClientFixture

    init() throws { fixture = try ClientFixture() }

    @Test("A call is answered", arguments: [0, 1, 1000, 100_000, 3_000_000])
    func echo(byteCount: Int) async throws {
        try await fixture.run { client, _, _ in
            let message = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try await client.expectEcho(message)
        }
    }

    @Test("Metadata goes both ways, and the deadline with it")
    func metadata() async throws {
        try await fixture.run { client, _, _ in
            var metadata = Metadata()
            try metadata.append("hello", for: "x-text")
            try metadata.append([1, 2, 255], for: "x-bytes-bin")
            let reply = try await client.unary(
                path: "/test.Service/Metadata", request: .empty,
                options: RPCCallOptions(metadata: metadata, deadline: deadline(in: .seconds(60))))
            #expect(reply.metadata.text(for: "x-text") == "hello")
            #expect(reply.trailers.bytes(for: "x-bytes-bin") == [1, 2, 255])
        }
    }

    @Test("Calls from many tasks share one connection and find their own answers")
    func manyTasks() async throws {
        try await fixture.run { client, _, _ in
            try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<3000 {
                    group.addTask {
                        let message = [UInt8(number & 0xFF), UInt8(number >> 8)]
                        try await client.expectEcho(message)
                        guard number % 100 == 0 else { return nil }
                        let reply = try await client.unary(path: "/test.Service/Metadata", request: .empty)
                        return String(decoding: reply.message, as: UTF8.self)
                    }
                }
                let peers = try await group.reduce(into: Set<String>()) { if let peer = $1 { $0.insert(peer) } }
                #expect(peers.count == 1)
            }
        }
    }

    @Test("An error of the server arrives as it was thrown")
    func serverError() async throws {
        try await fixture.run { client, _, _ in
            let error = try #require(await client.error("Fail", [8, 5]))
            #expect(error.code == .notFound)
            #expect(error.message == "no such thing: ☺")
            #expect(error.details == [8, 5])
            #expect(error.origin == .peer)
            #expect(await client.error("Missing")?.code == .unimplemented)
        }
    }

    @Test("A reply over the limit ends its call and not the connection")
    func replyLimit() async throws {
        try await fixture.run({ $0.replyByteCountMax = 1_999_999 }) { client, _, _ in
            let before = try await client.unary(path: "/test.Service/Metadata", request: .empty).message
            let error = await client.error("Big")
            #expect(error?.code == .resourceExhausted)
            #expect(error?.message == "the message has 2000000 bytes; the limit is 1999999")
            #expect(try await client.unary(path: "/test.Service/Metadata", request: .empty).message == before)
        }
    }

    @Test("Giving up a call reaches the server")
    func cancelling() async throws {
        try await fixture.run { client, _, service in
            let call = Task { await client.error("Later") }
            try await wait { service.pending.withLock { !$0.isEmpty } }
            call.cancel()
            let error = await call.value
            #expect(error?.code == .cancelled)
            #expect(error?.origin == .local)
            try await wait { service.cancellations.withLock { $0 == 1 } }
            try await client.expectEcho([1])
        }
    }

    @Test("A deadline that passes at the client reaches the server")
    func deadlinePasses() async throws {
        try await fixture.run { _, server, service in
            let clock = ManualClock()
            let loops = try EventLoopGroup(label: "test", count: 1, clock: clock.clock)
            let client = try RPCClient(fixture.configuration(server.endpoint), loops: loops)
            let deadline = Deadline(nanosecondsLeft: Duration.seconds(60).nanoseconds, now: clock.clock.now())
            let call = Task { await client.error("Later", deadline: deadline) }
            try await wait { service.pending.withLock { !$0.isEmpty } }
            clock.advance(by: .seconds(60))
            loops.loops[0].execute {}
            let error = await call.value
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.message == "no answer came from \(server.endpoint) before the deadline")
            #expect(error?.origin == .local)
            try await wait { service.cancellations.withLock { $0 == 1 } }
            await client.close()
        }
    }

    @Test("Each call keeps to its own deadline, whatever the one before it had")
    func deadlinesInTurn() async throws {
        try await fixture.run { _, server, service in
            let clock = ManualClock()
            let loops = try EventLoopGroup(label: "test", count: 1, clock: clock.clock)
            let client = try RPCClient(fixture.configuration(server.endpoint), loops: loops)
            func deadline(in seconds: Int) -> Deadline {
                Deadline(nanosecondsLeft: Duration.seconds(seconds).nanoseconds, now: clock.clock.now())
            }
            // Those that are over leave an earlier and a later timer behind.
            for seconds in [60, 10, 300] { _ = try await client.echo([1], deadline: deadline(in: seconds)) }
            for (index, seconds) in [60, 5].enumerated() {
                let end = deadline(in: seconds)
                let call = Task { await client.error("Later", deadline: end) }
                try await wait { service.pending.withLock { $0.count == index + 1 } }
                clock.advance(by: .seconds(seconds - 1))
                loops.loops[0].execute {}
                _ = try await client.echo([1])
                #expect(service.cancellations.withLock { $0 } == index)
                clock.advance(by: .seconds(1))
                loops.loops[0].execute {}
                #expect(await call.value?.code == .deadlineExceeded)
                try await wait { service.cancellations.withLock { $0 == index + 1 } }
            }
            await client.close()
        }
    }

    @Test("A call that was given up before it began sends nothing")
    func cancelledBefore() async throws {
        try await fixture.run { client, _, service in
            let call = Task {
                while !Task.isCancelled { await Task.yield() }
                return await client.error("Later")
            }
            call.cancel()
            #expect(await call.value?.code == .cancelled)
            #expect(await client.error("Later", deadline: Deadline(nanoseconds: 1))?.code == .deadlineExceeded)
            try await client.expectEcho([1])
            #expect(service.pending.withLock { $0.isEmpty })
        }
    }

    @Test("Closing ends calls in progress and refuses later ones")
    func closing() async throws {
        try await fixture.run { client, _, service in
            let call = Task { await client.error("Later") }
            try await wait { service.pending.withLock { !$0.isEmpty } }
            await client.close()
            #expect(await call.value?.message == "the client was closed")
            #expect(await client.error("Echo")?.message == "the client is closed")
            await client.close()
            try await wait { service.cancellations.withLock { $0 == 1 } }
        }
    }

    @Test("A client that nobody holds any more closes its connection")
    func dropping() async throws {
        try await fixture.run { _, server, _ in
            var client: RPCClient? = try fixture.client(server.endpoint)
            try await client?.expectEcho([1])
            client = nil
            // The server ends at once, since no connection is left to wait for.
            await server.shutDown(within: .seconds(30))
        }
    }

    @Test("A server that restarts is found again; a call it did not look at is made once more")
    func restart() async throws {
        let service = TestService()
        var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1)
        let first = try RPCServer.start(
            configuration, services: [service], tls: fixture.serverContext, logger: Logger(label: "test"))
        let client = try fixture.client(first.endpoint)
        try await client.expectEcho([1])
        await first.shutDown(within: .seconds(5))
        configuration.listen = first.endpoint
        let second = try RPCServer.start(
            configuration, services: [service], tls: fixture.serverContext, logger: Logger(label: "test"))
        try await client.expectEcho([2])
        await client.close()
        await second.shutDown(within: .zero)
    }

    @Test("All addresses of a name are tried until one answers")
    func addresses() async throws {
        try await fixture.run { _, server, _ in
            // The server listens on 127.0.0.1 alone, and the name may stand for [::1] first.
            let client = try fixture.client(Endpoint(host: "localhost", port: server.endpoint.port))
            try await client.expectEcho([1])
            await client.close()
        }
    }

    @Test("Client certificates are shown where they are demanded")
    func mutual() async throws {
        try await ClientFixture(demandsClientCertificate: true, showsClientCertificate: true).run { client, _, _ in
            try await client.expectEcho([1])
        }
    }

    @Test("A missing client certificate is the cause that is told")
    func missingCertificate() async throws {
        try await ClientFixture(demandsClientCertificate: true).run { client, server, _ in
            for _ in 0..<20 {
                let error = try #require(await client.error("Echo"))
                #expect(error.code == .unavailable)
                #expect(
                    error.message
                        == "cannot connect to \(server.endpoint): the server refused the TLS handshake: "
                        + "it requires a client certificate")
                #expect(error.isUnprocessed)
            }
        }
    }
}
