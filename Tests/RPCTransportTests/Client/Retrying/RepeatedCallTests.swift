import EventLoop
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

extension RPCMethodConfiguration {
    /// Retries for every method, after next to no wait.
    static func retried(
        attempts: Int = 5, codes: Set<StatusCode>, after backoff: Duration = .milliseconds(1),
        hedgedAfter hedgingDelay: Duration? = nil
    ) -> RPCMethodConfiguration {
        var policy = RPCRetryPolicy(
            attemptCountMax: attempts, initialBackoff: backoff, longestBackoff: max(backoff, .seconds(1)),
            backoffMultiplier: 2, retryableCodes: codes)
        policy.hedgingDelay = hedgingDelay
        return RPCMethodConfiguration(names: [.init()], attempts: .retry(policy))
    }

    /// Hedging for every method.
    static func hedged(attempts: Int, delay: Duration, nonFatal: Set<StatusCode> = []) -> RPCMethodConfiguration {
        RPCMethodConfiguration(
            names: [.init()],
            attempts: .hedge(RPCHedgingPolicy(attemptCountMax: attempts, delay: delay, nonFatalCodes: nonFatal)))
    }
}

extension RPCClient {
    /// Makes calls from several tasks, each one after the other; all must succeed.
    ///
    /// - Returns: Their number.
    func load(tasks: Int, callsEach: Int, waitsForReady: Bool? = nil) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    for _ in 0..<callsEach { _ = try await self.name(waitsForReady: waitsForReady) }
                    return callsEach
                }
            }
            return try await group.reduce(0, +)
        }
    }
}

@Suite("Calls in several attempts", .timeLimit(.minutes(1)))
struct RepeatedCallTests {
    private let fixture: ClientFixture

    init() throws { fixture = try ClientFixture() }

    /// Runs the body with a client of one server that follows the script.
    private func run(
        _ method: RPCMethodConfiguration, throttling: RPCRetryThrottling? = nil,
        adjust: (inout RPCClientConfiguration) -> Void = { _ in },
        script: @escaping NamedService.Script = { _, _ throws(RPCError) in throw RPCError(.unavailable, "not now") },
        _ body: (RPCClient, NamedService) async throws -> Void
    ) async throws {
        let service = NamedService(script: script)
        try await fixture.withServers([service]) { servers in
            let client = try fixture.client([servers[0].endpoint]) {
                $0.service.methods = [method]
                $0.service.retryThrottling = throttling
                adjust(&$0)
            }
            do {
                try await body(client, service)
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        }
    }

    @Test("A call that fails is made again until it succeeds, and the server hears which attempt it is")
    func retry() async throws {
        let script: NamedService.Script = { number, _ throws(RPCError) in
            if number < 3 { throw RPCError(.unavailable, "not now") }
            return .reply(UnaryReply(.empty))
        }
        try await run(.retried(codes: [.unavailable]), script: script) { client, service in
            #expect(await client.failure("Scripted") == nil)
            #expect(service.attempts.withLock { $0 } == [nil, "1", "2", "3"])
        }
    }

    @Test("When the attempts are used up the last failure is the call's")
    func usedUp() async throws {
        try await run(.retried(attempts: 3, codes: [.unavailable])) { client, service in
            let error = await client.failure("Scripted")
            #expect(error?.code == .unavailable)
            #expect(error?.message == "not now")
            #expect(error?.origin == .peer)
            #expect(service.attempts.withLock { $0.count } == 3)
        }
    }

    @Test("Other failures end the call, and so does an answer that has begun")
    func final() async throws {
        try await run(.retried(codes: [.aborted])) { client, service in
            #expect(await client.failure("Scripted")?.code == .unavailable)
            #expect(service.attempts.withLock { $0.count } == 1)
        }
        try await run(.retried(codes: [.unavailable])) { client, service in
            #expect(await client.failure("Committed")?.message == "the answer had begun")
            #expect(service.attempts.withLock { $0.count } == 1)
        }
    }

    @Test("The server's word on the next attempt counts", arguments: [("0", 5), ("-1", 1), ("never", 1)])
    func pushback(text: String, attempts: Int) async throws {
        // A server that names no wait would have the second attempt wait for ever.
        let script: NamedService.Script = { _, _ throws(RPCError) in
            var metadata = Metadata()
            metadata.appendProtocolField("grpc-retry-pushback-ms", text)
            throw RPCError(.unavailable, "not now", metadata: metadata)
        }
        try await run(.retried(codes: [.unavailable], after: .seconds(600)), script: script) { client, service in
            #expect(await client.failure("Scripted")?.message == "not now")
            #expect(service.attempts.withLock { $0.count } == attempts)
        }
    }

    @Test("When too many calls have failed none is made again, until some succeed")
    func throttled() async throws {
        let isDown = Flag(true)
        let script: NamedService.Script = { _, _ throws(RPCError) in
            if isDown.value { throw RPCError(.unavailable, "not now") }
            return .reply(UnaryReply(.empty))
        }
        try await run(
            .retried(attempts: 2, codes: [.unavailable]),
            throttling: RPCRetryThrottling(tokenCountMax: 4, tokenRatio: 1), script: script
        ) { client, service in
            _ = await client.failure("Scripted")
            #expect(service.attempts.withLock { $0.count } == 2)
            _ = await client.failure("Scripted")
            #expect(service.attempts.withLock { $0.count } == 3)
            isDown.value = false
            for _ in 0..<4 { #expect(await client.failure("Scripted") == nil) }
            isDown.value = true
            _ = await client.failure("Scripted")
            #expect(service.attempts.withLock { $0.count } == 9)
        }
    }

    @Test("The failure of this side says how often the call was tried, and that retries are throttled")
    func explained() async throws {
        let client = try fixture.client([Endpoint(host: "127.0.0.1", port: 1)]) {
            $0.service.methods = [.retried(attempts: 2, codes: [.unavailable])]
            $0.service.retryThrottling = RPCRetryThrottling(tokenCountMax: 4, tokenRatio: 1)
        }
        let message = "cannot connect to 127.0.0.1:1: Connection refused"
        #expect(
            await client.failure("Name")?.message
                == "\(message) (2 attempts) (retries are throttled: too many calls have failed)")
        #expect(
            await client.failure("Name")?.message == "\(message) (retries are throttled: too many calls have failed)")
        await client.close()
    }

    @Test("What waiting does not cure is not tried again")
    func lasting() async throws {
        let stranger = try TLSFixture.authority("other authority")
        let trust = try TLSContext.client(trust: stranger.trust)
        try await run(.retried(codes: [.unavailable]), adjust: { $0.tls = trust }) { client, _ in
            let error = await client.failure("Name")
            #expect((error?.cause as? ConnectionFailure)?.reason == .tls(.unknownAuthority))
            #expect(error?.message.hasSuffix("attempts)") == false)
        }
    }

    @Test("No attempt is waited for that would begin after the deadline")
    func deadline() async throws {
        try await run(.retried(codes: [.unavailable], after: .seconds(600))) { client, service in
            let deadline = Deadline(nanosecondsLeft: 60_000_000_000, now: MonotonicClock.system.now())
            #expect(await client.failure("Scripted", options: RPCCallOptions(deadline: deadline))?.message == "not now")
            #expect(service.attempts.withLock { $0.count } == 1)
        }
    }

    @Test("Giving the call up ends the wait for the next attempt")
    func cancelled() async throws {
        try await run(.retried(codes: [.unavailable], after: .seconds(600))) { client, service in
            let call = Task { await client.failure("Scripted") }
            try await wait { service.attempts.withLock { $0.count } == 1 }
            call.cancel()
            #expect(await call.value?.code == .cancelled)
        }
    }

    @Test("Requests that are too long to keep, and those beyond what all may keep, get a single attempt")
    func buffer() async throws {
        try await run(.retried(attempts: 2, codes: [.unavailable]), adjust: { $0.retriedRequestByteCountMax = 100 }) {
            client, service in
            _ = await client.failure("Scripted", [UInt8](repeating: 0, count: 95))
            #expect(service.attempts.withLock { $0.count } == 2)
            _ = await client.failure("Scripted", [UInt8](repeating: 0, count: 96))
            #expect(service.attempts.withLock { $0.count } == 3)
        }
        try await run(.retried(attempts: 2, codes: [.unavailable]), adjust: { $0.retryBufferByteCountMax = 0 }) {
            client, service in
            _ = await client.failure("Scripted")
            #expect(service.attempts.withLock { $0.count } == 1)
        }
    }

    @Test("The first answer of a hedged call counts, and the other attempts are given up")
    func hedged() async throws {
        let slow = NamedService(0)
        try await fixture.withServers([slow]) { servers in
            let service = NamedService(1) { number, call in
                number == 0 ? slow.hang(call) : .reply(UnaryReply(.empty))
            }
            let server = try fixture.server(service)
            let client = try fixture.client([server.endpoint]) {
                $0.service.methods = [.hedged(attempts: 3, delay: .milliseconds(20))]
            }
            #expect(await client.failure("Scripted") == nil)
            #expect(service.attempts.withLock { Array($0.prefix(2)) } == [nil, "1"])
            try await wait { slow.cancellations.withLock { $0 >= 1 } }
            await client.close()
            await server.shutDown(within: .zero)
        }
    }

    @Test("A retried call that is slow is joined by a second attempt; one of the two failing, the other one decides")
    func hedgedRetry() async throws {
        let slow = NamedService(0)
        let service = NamedService(1) { number, call throws(RPCError) in
            switch number {
            case 0: return slow.hang(call)
            // The hedge fails, the slow attempt is given up by the deadline alone.
            case 1: throw RPCError(.unavailable, "not now")
            // Of the second call, the hedge answers.
            case 2: return slow.hang(call)
            default: return .reply(UnaryReply(.empty))
            }
        }
        let server = try fixture.server(service)
        let client = try fixture.client([server.endpoint]) {
            $0.service.methods = [.retried(codes: [.unavailable], hedgedAfter: .milliseconds(5))]
        }
        #expect(await client.failure("Name") == nil)
        // Enough for both attempts to begin, also on a machine that is busy with much else.
        let deadline = Deadline(nanosecondsLeft: 1_000_000_000, now: MonotonicClock.system.now())
        let late = await client.failure("Scripted", options: RPCCallOptions(deadline: deadline))
        #expect(late?.code == .deadlineExceeded)
        #expect(await client.failure("Scripted") == nil)
        #expect(service.attempts.withLock { $0 } == [nil, "1", nil, "1"])
        try await wait { slow.cancellations.withLock { $0 == 2 } }
        await client.close()
        await server.shutDown(within: .zero)
    }

    @Test("A failure that is not fatal begins the next attempt of a hedged call at once, a fatal one ends it")
    func hedgedFailures() async throws {
        try await run(.hedged(attempts: 4, delay: .seconds(600), nonFatal: [.unavailable])) { client, service in
            #expect(await client.failure("Scripted")?.code == .unavailable)
            #expect(service.attempts.withLock { $0.count } == 4)
        }
        try await run(.hedged(attempts: 4, delay: .seconds(600))) { client, service in
            #expect(await client.failure("Scripted")?.code == .unavailable)
            #expect(service.attempts.withLock { $0.count } == 1)
        }
    }

    @Test("Giving a hedged call up gives all its attempts up")
    func hedgedCancelled() async throws {
        let service = NamedService()
        try await fixture.withServers([service]) { servers in
            let client = try fixture.client([servers[0].endpoint]) {
                $0.service.methods = [.hedged(attempts: 3, delay: .zero)]
            }
            let call = Task { await client.failure("Hang") }
            try await wait { service.hangingCount == 3 }
            call.cancel()
            #expect(await call.value?.code == .cancelled)
            try await wait { service.cancellations.withLock { $0 == 3 } }
            await client.close()
        }
    }

    @Test("The configuration's time, sizes and word on waiting hold for its methods")
    func methodSettings() async throws {
        var method = RPCMethodConfiguration(names: [.init(service: "test.Service")])
        method.timeout = .milliseconds(500)
        method.requestByteCountMax = 10
        method.replyByteCountMax = 0
        try await run(method) { client, _ in
            #expect(await client.failure("Hang")?.code == .deadlineExceeded)
            let long = await client.failure("Name", [UInt8](repeating: 0, count: 11))
            #expect(long?.message == "the request has 11 bytes; the limit is 10")
            #expect(await client.failure("Name")?.message == "the message has 1 bytes; the limit is 0")
            let stream = client.stream(path: "/test.Service/Hang")
            let tooLong = await #expect(throws: RPCError.self) {
                try await stream.send(MessageFrame(message: [UInt8](repeating: 0, count: 11)))
            }
            #expect(tooLong?.message == "the request has 11 bytes; the limit is 10")
            let late = await #expect(throws: RPCError.self) { try await stream.trailers }
            #expect(late?.code == .deadlineExceeded)
        }
        method.waitsForReady = true
        let client = try fixture.client([Endpoint(host: "127.0.0.1", port: 1)]) { $0.service.methods = [method] }
        #expect(await client.failure("Name")?.code == .deadlineExceeded)
        #expect(await client.failure("Name", options: RPCCallOptions(waitsForReady: false))?.code == .unavailable)
        await client.close()
    }

    @Test("A configuration that cannot be is refused when the client is made")
    func wrongConfiguration() throws {
        #expect(throws: RPCError.self) {
            try fixture.client([Endpoint(host: "a", port: 1)]) {
                $0.service.methods = [.retried(attempts: 1, codes: [.unavailable])]
            }
        }
    }

    @Test("Streams that a server refuses are made again beyond the first time where the configuration says so")
    func refused() async throws {
        let context = fixture.serverContext
        let attempts = Mutex(0)
        let server = try ScriptedServer { _, connection in
            try connection.serve(context) { peer, stream in
                let number = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                if number < 6 { peer.connection.reset(stream, code: .refusedStream) } else { peer.answer(stream, [42]) }
            } until: { _ in
                false
            }
        }
        let client = try fixture.client([server.endpoint]) {
            $0.service.methods = [.retried(attempts: 3, codes: [.unavailable])]
        }
        // Each of three attempts is sent once more for free.
        #expect(try await client.name() == 42)
        #expect(attempts.withLock { $0 } == 6)
        await client.close()
    }
}
