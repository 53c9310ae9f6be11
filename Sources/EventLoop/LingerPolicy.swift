/// How long a loop keeps waiting on its own descriptors before it returns to Dispatch.
///
/// Going through Dispatch costs a hand-over between threads for every wake-up; waiting in the kernel costs nothing but the
/// thread. With one request after the other on one connection this is the difference between 58 and 34 µs of CPU per
/// request (design of record, section 6).
public struct LingerPolicy: Sendable {
    /// The wait after the last event, at first and after a quiet time.
    public var base: Duration
    /// The longest wait: the loop doubles it whenever an event came soon after it had left.
    public var longest: Duration
    /// The longest time until the loop returns to Dispatch although events keep coming.
    public var stay: Duration

    /// A policy.
    public init(
        base: Duration = .milliseconds(1), longest: Duration = .milliseconds(50), stay: Duration = .milliseconds(200)
    ) {
        self.base = base
        self.longest = longest
        self.stay = stay
    }
}

extension Duration {
    /// The duration in whole nanoseconds; 0 for negative ones, `UInt64.max` beyond 584 years.
    package var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflowed) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = product.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        return overflowed || carried ? .max : sum
    }
}
