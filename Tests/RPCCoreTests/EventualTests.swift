import RPCCore
import Testing

@Suite("A value that is known later", .timeLimit(.minutes(1)))
struct EventualTests {
    @Test("Comes to all who wait, and to those who ask later; the first word counts")
    func value() async throws {
        let eventual = Eventual<Int>()
        #expect(eventual.result == nil)
        async let first = eventual.value()
        async let second = eventual.value()
        await Task.yield()
        eventual.settle(.success(1))
        eventual.settle(.success(2))
        #expect(try await first + second == 2)
        #expect(try await eventual.value() == 1)
    }

    @Test("An error takes its place")
    func failure() async {
        let eventual = Eventual<Int>()
        eventual.settle(.failure(RPCError(.notFound, "none")))
        await #expect { _ = try await eventual.value() } throws: { ($0 as? RPCError)?.code == .notFound }
    }

    @Test("Who is cancelled waits no more, and the others do", arguments: [true, false])
    func cancellation(early: Bool) async throws {
        let eventual = Eventual<Int>()
        let cancelled = Task {
            if early { while !Task.isCancelled { await Task.yield() } }
            return await #expect(throws: RPCError.self) { _ = try await eventual.value() }
        }
        async let other = eventual.value()
        await Task.yield()
        cancelled.cancel()
        #expect(await cancelled.value?.code == .cancelled)
        eventual.settle(.success(3))
        #expect(try await other == 3)
    }
}
