/// The instant after which nobody waits for the answer any more, on the monotonic clock.
///
/// Instants are nanoseconds of `CLOCK_MONOTONIC`, so a change of the wall clock neither ends nor prolongs a call.
public struct Deadline: Hashable, Sendable {
    /// No deadline.
    public static let never = Deadline(nanoseconds: .max)

    /// The instant, in nanoseconds of the monotonic clock.
    public let nanoseconds: UInt64

    /// The deadline at this instant.
    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The deadline this many nanoseconds after `now`; ``never`` when that is beyond the clock's range.
    public init(nanosecondsLeft: UInt64, now: UInt64) {
        let (sum, overflowed) = now.addingReportingOverflow(nanosecondsLeft)
        nanoseconds = overflowed ? .max : sum
    }

    /// Whether the instant `now` is at or after the deadline.
    public func hasPassed(at now: UInt64) -> Bool { self != .never && now >= nanoseconds }

    /// Nanoseconds from `now` to the deadline; 0 once it has passed.
    public func nanosecondsLeft(at now: UInt64) -> UInt64 { nanoseconds > now ? nanoseconds - now : 0 }
}

extension Deadline: Comparable {
    /// Earlier deadlines first.
    public static func < (a: Deadline, b: Deadline) -> Bool { a.nanoseconds < b.nanoseconds }
}
