internal import Synchronization
internal import WireMessages

/// Memory to build and to read messages in, lent to one call at a time, so that most calls take none of their own.
final class ArenaPool: Sendable {
    /// How many are kept for the next calls, each with a block of 16 KiB.
    private static let keptCountMax = 8

    /// An arena in nobody's hands.
    private struct Idle: @unchecked Sendable {
        // Sendable because who takes it out of the pool is its only user until it is put back.
        let arena: MessageArena
    }

    private let idle = Mutex<[Idle]>([])

    /// Lends an arena to the body.
    func withArena<Result, Failure: Error>(
        _ body: (MessageArena) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let lent = idle.withLock { $0.popLast() } ?? Idle(arena: MessageArena())
        defer { idle.withLock { if $0.count < Self.keptCountMax { $0.append(lent) } } }
        return try body(lent.arena)
    }
}
