internal import RPCCore
internal import Synchronization

/// Ends a stream that makes no progress because its reader takes nothing, so that what it holds is held for a bounded time.
final class StallWatch: Sendable {
    private let timeMax: Duration
    private let progress = Atomic(0)

    /// - Parameter timeMax: How long there may be no progress; it is noticed within twice this time.
    init(timeMax: Duration) { self.timeMax = timeMax }

    /// The stream has gone on.
    func noteProgress() { progress.add(1, ordering: .relaxed) }

    /// Runs the stream.
    ///
    /// - Throws: What the body throws; UNAVAILABLE when it was stopped for want of progress.
    func run(_ body: @escaping @Sendable (StallWatch) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body(self) }
            group.addTask { try await self.waitForStall() }
            // Whoever ends first ends the other: the wait never ends but by an error.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func waitForStall() async throws {
        var last = -1
        while true {
            let now = progress.load(ordering: .relaxed)
            guard now != last else { break }
            last = now
            try await Task.sleep(for: timeMax)
        }
        throw RPCError(
            .unavailable,
            "nothing of the stream was taken for \(timeMax); take it up again with the last resume token")
    }
}
