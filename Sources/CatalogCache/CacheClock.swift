internal import Glibc

/// The time a cache lives by; tests bring their own.
public struct CacheClock: Sendable {
    /// Nanoseconds since some moment, never fewer than before. Called for each answer that has an end; from any thread.
    public let nanoseconds: @Sendable () -> Int64
    /// Waits so long, or until the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// A clock.
    public init(
        nanoseconds: @escaping @Sendable () -> Int64, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.nanoseconds = nanoseconds
        self.sleep = sleep
    }

    /// The system's monotonic clock, to a few milliseconds: `CLOCK_MONOTONIC_COARSE` is read without a system call and
    /// without the time-stamp counter.
    public static let monotonic = CacheClock(
        nanoseconds: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        },
        sleep: { try await Task.sleep(for: $0) })
}
