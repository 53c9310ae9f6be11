import EventLoop
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("A client and several servers", .timeLimit(.minutes(1)))
struct ConnectionPoolTests {
    private let fixture: ClientFixture
    /// Where nobody listens.
    private let nowhere = Endpoint(host: "127.0.0.1", port: 1)

    init() throws { fixture = try ClientFixture() }

    @Test("An address that answers is found behind those that do not, and takes all calls")
    func pickFirst() async throws {
        try await fixture.withServers([NamedService(0), NamedService(1)]) { servers in
            let client = try fixture.client([nowhere, servers[0].endpoint, servers[1].endpoint])
            #expect(try await client.names(10) == [0: 10])
            await client.close()
        }
    }

    @Test("A silent address costs the delay between attempts, not its whole time")
    func happyEyeballs() async throws {
        let silent = try ScriptedServer { _, connection in try connection.drain() }
        try await fixture.withServers([NamedService(3)]) { servers in
            let client = try fixture.client([silent.endpoint, servers[0].endpoint]) {
                $0.connectTimeout = .seconds(600)
                $0.attemptDelay = .milliseconds(1)
            }
            #expect(try await client.name() == 3)
            await client.close()
        }
    }

    @Test("Round robin gives each server its share, passes over one that is gone, and takes it back")
    func roundRobin() async throws {
        let services = (0..<3).map { NamedService(UInt8($0)) }
        try await fixture.withServers(services) { servers in
            let client = try fixture.client(servers.map(\.endpoint)) { $0.service.loadBalancing = .roundRobin }
            try await wait(for: client, until: [0, 1, 2])
            #expect(try await client.names(30) == [0: 10, 1: 10, 2: 10])
            await servers[1].shutDown(within: .seconds(5))
            // The server has drained, so that no call is lost.
            let names = try await client.names(30)
            #expect(names[1] == nil)
            #expect(names.values.reduce(0, +) == 30)
            let again = try fixture.server(services[1], at: servers[1].endpoint)
            try await wait(for: client, until: [0, 1, 2])
            await client.close()
            await again.shutDown(within: .zero)
        }
    }

    @Test("A server that is killed takes its calls with it; where calls are made again nobody notices")
    func killed() async throws {
        let services = (0..<3).map { NamedService(UInt8($0)) }
        try await fixture.withServers(services) { servers in
            let client = try fixture.client(servers.map(\.endpoint)) {
                $0.service.loadBalancing = .roundRobin
                $0.service.methods = [.retried(codes: [.unavailable])]
            }
            try await wait(for: client, until: [0, 1, 2])
            let load = Task { try await client.load(tasks: 8, callsEach: 200) }
            _ = try await client.names(20)
            await servers[2].shutDown(within: .zero)
            #expect(try await load.value == 1600)
            await client.close()
        }
    }

    @Test("A call under way ends in peace while its server drains and new calls go elsewhere")
    func drain() async throws {
        let services = [NamedService(0), NamedService(1)]
        try await fixture.withServers(services) { servers in
            let client = try fixture.client(servers.map(\.endpoint))
            let hanging = Task { await client.failure("Hang") }
            try await RPCTransportTests.wait { services[0].hangingCount == 1 }
            let draining = Task { await servers[0].shutDown(within: .seconds(30)) }
            while try await client.name() != 1 { await Task.yield() }
            services[0].answerHanging()
            #expect(await hanging.value == nil)
            await draining.value
            await client.close()
        }
    }

    @Test("When no address answers the error names each with its cause")
    func allFail() async throws {
        let other = Endpoint(host: "127.0.0.2", port: 1)
        let client = try fixture.client([nowhere, other])
        let error = try #require(await client.failure("Name"))
        #expect(
            error.message
                == "cannot connect to 127.0.0.1:1: Connection refused; nor to 127.0.0.2:1: Connection refused")
        #expect((error.cause as? ConnectionFailure)?.reason == .refused)
        await client.close()
    }

    @Test("The cause that says most comes first, whichever address it is of")
    func heaviest() async throws {
        let server = try ScriptedServer { _, connection in
            _ = try connection.read()
            try connection.write(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
            try connection.drain()
        }
        let client = try fixture.client([nowhere, server.endpoint])
        let error = try #require(await client.failure("Name"))
        #expect(
            error.message
                == "cannot connect to \(server.endpoint): the server does not speak TLS: it sent plain HTTP/1; "
                + "nor to 127.0.0.1:1: Connection refused")
        await client.close()
    }

    @Test("While no address answers calls fail at once, and none of them has it tried again")
    func failFast() async throws {
        let connections = Mutex(0)
        let server = try ScriptedServer { _, connection in
            connections.withLock { $0 += 1 }
            _ = try connection.read()
        }
        let client = try fixture.client([server.endpoint]) { $0.backoff = RPCBackoff(initial: .seconds(600)) }
        for _ in 0..<50 { #expect(await client.failure("Name")?.code == .unavailable) }
        #expect(client.connectivity == .transientFailure)
        #expect(connections.withLock { $0 } == 1)
        await client.close()
    }

    @Test("A call that waits for a connection is sent as soon as there is one")
    func waitsForReady() async throws {
        let service = NamedService(7)
        let endpoint = try await unusedEndpoint()
        let client = try fixture.client([endpoint])
        let waiting = (0..<20).map { _ in Task { try await client.name(waitsForReady: true) } }
        #expect(await client.failure("Name")?.code == .unavailable)
        let server = try fixture.server(service, at: endpoint)
        for call in waiting { #expect(try await call.value == 7) }
        #expect(try await client.name() == 7)
        await client.close()
        await server.shutDown(within: .zero)
    }

    @Test("A call that waits in vain is told why there was no connection")
    func waitsInVain() async throws {
        let client = try fixture.client([nowhere])
        let deadline = Deadline(nanosecondsLeft: 100_000_000, now: MonotonicClock.system.now())
        let error = await client.failure("Name", options: RPCCallOptions(deadline: deadline, waitsForReady: true))
        #expect(error?.code == .deadlineExceeded)
        #expect(
            error?.message == "there was no connection to 127.0.0.1:1 before the deadline: "
                + "cannot connect to 127.0.0.1:1: Connection refused")
        await client.close()
    }

    @Test("No more calls wait than may")
    func waitingLimit() async throws {
        let server = try ScriptedServer { _, connection in try connection.drain() }
        let client = try fixture.client([server.endpoint]) { $0.waitingCallCountMax = 2 }
        let outcomes = (0..<3).map { _ in Task { await client.failure("Name") } }
        var refused = 0
        // One of them is refused at once; the others wait until the client is closed.
        while client.connectivity != .connecting { await Task.yield() }
        let extra = try #require(await firstFailure(of: client))
        #expect(extra.code == .resourceExhausted)
        #expect(extra.message == "2 calls wait for a connection to \(server.endpoint) already")
        await client.close()
        for outcome in outcomes where await outcome.value?.code == .resourceExhausted { refused += 1 }
        #expect(refused == 1)
    }

    @Test("Calls that were not sent when their connection is lost are sent over the next one")
    func unsent() async throws {
        let context = fixture.serverContext
        var configuration = HTTP2Configuration(role: .server)
        configuration.concurrentStreamsMax = 1
        let narrow = configuration
        let server = try ScriptedServer { number, connection in
            // The first connection takes one call, and is dropped without an answer.
            try connection.serve(context, configuration: narrow) { peer, stream in
                if number > 0 { peer.answer(stream, [42]) }
            } until: { peer in
                number == 0 && peer.events.contains("1 end")
            }
        }
        let client = try fixture.client([server.endpoint])
        let calls = (0..<10).map { _ in Task { await client.failure("Name") } }
        var lost = 0
        for call in calls where await call.value != nil { lost += 1 }
        #expect(lost == 1)
        await client.close()
    }

    @Test("Calls beyond what each server takes at once wait, and all are served in the end")
    func streamLimits() async throws {
        var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1)
        configuration.concurrentStreamsMax = 3
        let services = [NamedService(0), NamedService(1)]
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let servers = try services.map {
            try RPCServer.start(configuration, services: [$0], tls: fixture.serverContext, logger: logger)
        }
        let client = try fixture.client(servers.map(\.endpoint)) { $0.service.loadBalancing = .roundRobin }
        try await wait(for: client, until: [0, 1])
        let calls = (0..<20).map { _ in Task { await client.failure("Hang") } }
        for served in 1...3 {
            try await RPCTransportTests.wait { services.allSatisfy { $0.hangingCount == 3 } }
            for service in services { service.answerHanging() }
            #expect(client.connectivity == .ready, "\(served)")
        }
        try await RPCTransportTests.wait { services.map(\.hangingCount).reduce(0, +) == 2 }
        for service in services { service.answerHanging() }
        for call in calls { #expect(await call.value == nil) }
        await client.close()
        for server in servers { await server.shutDown(within: .zero) }
    }

    @Test("A name is looked up again when its addresses fail")
    func lookUpAgain() async throws {
        try await fixture.withServers([NamedService(5)]) { servers in
            let lookups = Mutex(0)
            let port = servers[0].endpoint.port
            let client = try fixture.client([Endpoint(host: "codes.example", port: port)]) {
                $0.serverName = "localhost"
                $0.lookupInterval = .zero
                $0.lookUp = { _ throws(ResolutionError) in
                    let isFirst = lookups.withLock { lookups in
                        lookups += 1
                        return lookups == 1
                    }
                    return try SocketAddress.resolve(Endpoint(host: "127.0.0.1", port: isFirst ? 1 : port))
                }
            }
            #expect(try await client.name(waitsForReady: true) == 5)
            #expect(lookups.withLock { $0 } >= 2)
            await client.close()
        }
    }

    @Test("A name that is not found is looked up again after a while")
    func unknownHost() async throws {
        try await fixture.withServers([NamedService(6)]) { servers in
            let lookups = Mutex(0)
            let endpoint = servers[0].endpoint
            let client = try fixture.client([Endpoint(host: "codes.example", port: endpoint.port)]) {
                $0.serverName = "localhost"
                $0.lookUp = { name throws(ResolutionError) in
                    let count = lookups.withLock { lookups in
                        lookups += 1
                        return lookups
                    }
                    guard count > 3 else { throw ResolutionError(host: name.host, reason: "no such name") }
                    return try SocketAddress.resolve(endpoint)
                }
            }
            #expect(await client.failure("Name")?.message == "cannot resolve 'codes.example': no such name")
            #expect(try await client.name(waitsForReady: true) == 6)
            #expect(lookups.withLock { $0 } == 4)
            await client.close()
        }
    }

    @Test("How the client stands can be watched")
    func connectivity() async throws {
        try await fixture.withServers([NamedService(0)]) { servers in
            let client = try fixture.client([servers[0].endpoint])
            #expect(client.connectivity == .idle)
            let updates = client.connectivityUpdates
            client.connect()
            _ = try await client.name()
            #expect(client.connectivity == .ready)
            await client.close()
            var seen: [RPCConnectivity] = []
            for await state in updates { seen.append(state) }
            #expect(seen == [.idle, .connecting, .ready, .shutdown])
            var late = client.connectivityUpdates.makeAsyncIterator()
            #expect(await late.next() == .shutdown)
            #expect(await late.next() == nil)
        }
    }

    /// The first call that fails although nothing answers.
    private func firstFailure(of client: RPCClient) async -> RPCError? { await client.failure("Name") }

    /// Calls until all these servers have answered.
    private func wait(for client: RPCClient, until names: Set<UInt8>) async throws {
        var seen: Set<UInt8> = []
        while !seen.isSuperset(of: names) {
            try Task.checkCancellation()
            if let name = try await client.name(waitsForReady: true) { seen.insert(name) }
        }
    }

    /// A port that was free a moment ago.
    private func unusedEndpoint() async throws -> Endpoint {
        let server = try fixture.server(NamedService())
        await server.shutDown(within: .zero)
        return server.endpoint
    }
}
