import EventLoop
import Glibc
import RPCCore
import Testing

@testable import RPCTransport

/// How often servers are restarted: `MEDCODES_TEST_RESTARTS`, 20 by default.
private let restartCount = getenv("MEDCODES_TEST_RESTARTS").flatMap { Int(String(cString: $0)) } ?? 20

@Suite("Restarts under load", .timeLimit(.minutes(10)))
struct RestartTests {
    private let fixture: ClientFixture

    init() throws { fixture = try ClientFixture() }

    /// Restarts a server while calls are made without a pause; all must succeed.
    ///
    /// - Parameter grace: How long a server may take to end; zero ends it in the middle of its calls.
    /// - Returns: The number of calls.
    private func restart(
        grace: Duration, _ adjust: (inout RPCClientConfiguration) -> Void = { _ in }
    ) async throws -> Int {
        var server = try fixture.server(NamedService())
        let endpoint = server.endpoint
        let client = try fixture.client([endpoint], adjust)
        let isDone = Flag(false)
        let load = Task {
            var count = 0
            while !isDone.value {
                count += try await client.load(tasks: 8, callsEach: 10, waitsForReady: true)
            }
            return count
        }
        for _ in 0..<restartCount {
            _ = try await client.load(tasks: 1, callsEach: 5, waitsForReady: true)
            await server.shutDown(within: grace)
            server = try fixture.server(NamedService(), at: endpoint)
        }
        isDone.value = true
        let outcome = await load.result
        await client.close()
        await server.shutDown(within: .zero)
        return try outcome.get()
    }

    @Test("Servers that drain lose no call that waits for a connection")
    func draining() async throws { #expect(try await restart(grace: .seconds(30)) > 0) }

    @Test("Servers that are killed lose no call that is made again")
    func killed() async throws {
        let count = try await restart(grace: .zero) { $0.service.methods = [.retried(codes: [.unavailable])] }
        #expect(count > 0)
    }
}
