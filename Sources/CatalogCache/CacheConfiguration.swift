/// Sizes and times of a cache.
public struct CacheConfiguration: Sendable {
    /// The most all entries may weigh with the cache's tables, in bytes. Default 64 MiB.
    public var byteCountMax = 64 << 20
    /// The part of it that absences may take, 0...1. Default one eighth.
    public var absenceShare = 0.125
    /// How many locks the entries are spread over; rounded up to a power of two. Default 16.
    public var shardCount = 16
    /// How long callers wait for one load. Default 5 s.
    public var loadDeadline = Duration.seconds(5)
    /// How long an answer is fresh; nil for as long as its revision holds. Default 1 h: revisions are what keeps
    /// answers right, this only catches one that was never heard of.
    public var freshTime: Duration? = .seconds(3600)
    /// The same for absences. Default 1 min.
    public var absenceFreshTime: Duration? = .seconds(60)
    /// By what part of itself each answer's time is shortened at most, 0...1, so that answers loaded together do not
    /// end together. Default one tenth.
    public var freshTimeJitter = 0.1
    /// How long past its time an answer is served while one load is under way. Default 1 min. Absences never are.
    public var revalidationTime = Duration.seconds(60)
    /// How long past its time an answer is served when it cannot be loaded. Default 1 day. Absences never are.
    public var staleOnErrorTime = Duration.seconds(86_400)
    /// How long an answer that could not be loaded is served without another try. Default 1 s.
    public var retryDelay = Duration.seconds(1)

    /// The defaults.
    public init() {}
}

extension Duration {
    /// In nanoseconds; 292 years at most.
    var nanoseconds: Int64 {
        let (seconds, isTooLong) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooLongByALittle) = seconds.addingReportingOverflow(components.attoseconds / 1_000_000_000)
        return isTooLong || isTooLongByALittle ? .max : max(0, sum)
    }
}
