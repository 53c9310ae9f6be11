import RPCCore
import RPCServices
import Synchronization
import Testing

@Suite("Health probe", .timeLimit(.minutes(1)))
struct HealthProbeTests {
    private let registry = HealthRegistry(services: ["a.B"])

    @Test("Leaves after several failures, and comes back with the first success")
    func failures() async {
        let script: [Bool] = [true, false, false, true, false, false, false, false, true]
        #expect(
            await statuses(script) == [
                .serving, .serving, .serving, .serving, .serving, .serving, .notServing, .notServing, .serving,
            ])
    }

    @Test("Never says SERVING before a check has succeeded")
    func neverReady() async {
        #expect(await statuses([false, false, false, false]) == Array(repeating: .notServing, count: 4))
    }

    @Test("Reports each change once, with the error")
    func changes() async {
        let changes = Mutex<[String]>([])
        _ = await statuses([true, false, false, false, false, true, true]) { error in
            changes.withLock { $0.append(error.map { "\($0)" } ?? "well") }
        }
        #expect(changes.withLock { $0 } == ["UNAVAILABLE: broken", "well"])
    }

    @Test("Counts a check that does not end as failed")
    func timeout() async {
        registry.setAll(.serving)
        let rounds = Mutex(0)
        var probe = HealthProbe(registry: registry) { duration in
            // The time for checks is over at once; rounds end when there were enough.
            guard duration == .seconds(1) else { return }
            let count = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            if count == 3 { throw CancellationError() }
        } check: {
            try await Task.sleep(for: .seconds(3600))
        }
        probe.failureCountMin = 3
        await probe.run()
        #expect(registry.status(of: "") == .notServing)
    }

    @Test("A server that drains stays NOT_SERVING")
    func draining() async {
        registry.drain()
        #expect(await statuses([true, true]) == [.notServing, .notServing])
    }

    /// The status after each check of a script of successes and failures.
    private func statuses(
        _ script: [Bool], changed: @escaping @Sendable ((any Error)?) -> Void = { _ in }
    ) async -> [ServingStatus?] {
        let seen = Mutex<[ServingStatus?]>([])
        let probe = HealthProbe(registry: registry) { [registry] duration in
            // A check has its time; a round ends at once, and the last one ends the probe.
            guard duration == .seconds(1) else { return try await Task.sleep(for: .seconds(3600)) }
            let count = seen.withLock { seen in
                seen.append(registry.status(of: "a.B"))
                return seen.count
            }
            if count == script.count { throw CancellationError() }
        } check: {
            let index = seen.withLock { $0.count }
            if !script[index] { throw RPCError(.unavailable, "broken") }
        }
        await probe.run(changed: changed)
        return seen.withLock { $0 }
    }
}
