import EventLoop
import Glibc
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("The life of a client's connections", .timeLimit(.minutes(1)))
struct ConnectionLifeTests {
    private let fixture: ClientFixture
    private let clock = ManualClock()
    private let loops: EventLoopGroup

    init() throws {
        fixture = try ClientFixture()
        loops = try EventLoopGroup(label: "test", count: 1, clock: clock.clock)
    }

    /// Moves the client's clock, and has the loop look at its timers.
    private func advance(by duration: Duration) async {
        clock.advance(by: duration)
        // The second job runs after the timers that the first has made due.
        for _ in 0..<2 {
            await withCheckedContinuation { continuation in loops.loops[0].execute { continuation.resume() } }
        }
    }

    /// A server that answers the first call of each connection, and then neither reads nor writes.
    private func mute(_ isDone: Flag, greeting: [UInt8] = []) throws -> ScriptedServer {
        let context = fixture.serverContext
        return try ScriptedServer { number, connection in
            if number == 0, !greeting.isEmpty {
                let tls = try connection.secure(context)
                try connection.write(RawFrame(type: 4).bytes + greeting, over: tls)
                return try connection.drain()
            }
            try connection.serve(context, onEnd: { $0.answer($1, [1]) }, until: { $0.events.contains("1 end") })
            while !isDone.value { sched_yield() }
        }
    }

    @Test("A server that is silent is asked, and given up when it does not answer")
    func keepalive() async throws {
        let isDone = Flag(false)
        let server = try mute(isDone)
        let client = try fixture.client([server.endpoint], loops: loops) {
            $0.keepalive = RPCKeepalive(interval: .seconds(30), timeout: .seconds(5))
        }
        #expect(await client.failure("Name") == nil)
        let call = Task { await client.failure("Name") }
        await advance(by: .seconds(29))
        await advance(by: .seconds(1))
        await advance(by: .seconds(4))
        #expect(client.connectivity == .ready)
        await advance(by: .seconds(1))
        let error = await call.value
        #expect(error?.code == .unavailable)
        #expect(
            error?.message == "the connection to \(server.endpoint) was lost: "
                + "the server did not answer a PING within 5.0 seconds")
        #expect(error?.isUnprocessed == false)
        isDone.value = true
        await client.close()
    }

    @Test("A server that complains about PINGs is asked half as often")
    func tooManyPings() async throws {
        let isDone = Flag(false)
        let complaint = RawFrame(
            type: 7, payload: [0, 0, 0, 0, 0, 0, 0, 0xB] + Array("too_many_pings".utf8)
        ).bytes
        let server = try mute(isDone, greeting: complaint)
        let client = try fixture.client([server.endpoint], loops: loops) {
            $0.keepalive = RPCKeepalive(interval: .seconds(10), timeout: .seconds(5))
        }
        // Made over the second connection, once the first has sent the call away.
        #expect(await client.failure("Name", options: RPCCallOptions(waitsForReady: true)) == nil)
        let call = Task { await client.failure("Name") }
        await advance(by: .seconds(10))
        await advance(by: .seconds(9))
        #expect(client.connectivity == .ready)
        await advance(by: .seconds(1))
        await advance(by: .seconds(5))
        #expect(await call.value?.code == .unavailable)
        isDone.value = true
        await client.close()
    }

    @Test("A client without calls closes its connection after a while, and connects again for the next call")
    func idle() async throws {
        try await fixture.withServers([NamedService(4)]) { servers in
            let client = try fixture.client([servers[0].endpoint], loops: loops) { $0.idleTimeout = .seconds(60) }
            #expect(try await client.name() == 4)
            await advance(by: .seconds(40))
            #expect(try await client.name() == 4)
            await advance(by: .seconds(40))
            #expect(client.connectivity == .ready)
            await advance(by: .seconds(20))
            #expect(client.connectivity == .idle)
            #expect(try await client.name() == 4)
            #expect(client.connectivity == .ready)
            await client.close()
        }
    }

    @Test("Calls keep a connection from being idle, however long they take")
    func busy() async throws {
        let service = NamedService(4)
        try await fixture.withServers([service]) { servers in
            let client = try fixture.client([servers[0].endpoint], loops: loops) { $0.idleTimeout = .seconds(60) }
            let call = Task { await client.failure("Hang") }
            try await wait { service.hangingCount == 1 }
            for _ in 0..<5 { await advance(by: .seconds(60)) }
            #expect(client.connectivity == .ready)
            service.answerHanging()
            #expect(await call.value == nil)
            await client.close()
        }
    }

    @Test("A server that only takes connections to send them away is asked less and less often")
    func flapping() async throws {
        let context = fixture.serverContext
        let connections = Mutex(0)
        // GOAWAY without an error, and 0 as the last stream.
        let goAway = RawFrame(type: 7, payload: [UInt8](repeating: 0, count: 8)).bytes
        let server = try ScriptedServer { _, connection in
            let tls = try connection.secure(context)
            try connection.write(RawFrame(type: 4).bytes + goAway, over: tls)
            // The client has seen it when it has closed its end.
            try connection.drain()
            connections.withLock { $0 += 1 }
        }
        let client = try fixture.client([server.endpoint], loops: loops) {
            $0.backoff = RPCBackoff(initial: .seconds(10), multiplier: 2, jitter: 0)
        }
        let call = Task { await client.failure("Name", options: RPCCallOptions(waitsForReady: true)) }
        // The first connection costs no wait.
        try await wait { connections.withLock { $0 } == 2 }
        for (wait, count) in [(10, 3), (20, 4), (40, 5)] {
            await advance(by: .seconds(wait - 1))
            #expect(connections.withLock { $0 } == count - 1)
            await advance(by: .seconds(1))
            try await RPCTransportTests.wait { connections.withLock { $0 } == count }
        }
        call.cancel()
        #expect(await call.value?.code == .cancelled)
        await client.close()
    }
}
