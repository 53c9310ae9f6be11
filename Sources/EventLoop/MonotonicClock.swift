internal import Glibc

/// Where a loop reads the time: nanoseconds that only grow, unmoved by changes of the wall clock.
public struct MonotonicClock: Sendable {
    /// The time now, in nanoseconds since some instant in the past.
    public let now: @Sendable () -> UInt64

    /// A clock of one's own; tests make one that they move by hand.
    public init(now: @escaping @Sendable () -> UInt64) { self.now = now }

    /// `CLOCK_MONOTONIC`.
    public static let system = MonotonicClock {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
