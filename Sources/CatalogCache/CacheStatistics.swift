/// How an answer was come by.
public enum CacheOutcome: String, Hashable, Sendable, CaseIterable {
    /// It was in the cache.
    case hit
    /// It was loaded for this caller.
    case miss
    /// It was loaded for another caller who had asked first.
    case joined
    /// It was in the cache, and it is that there is nothing.
    case negative
    /// It was in the cache, past its time but of a revision that still holds: a load is under way, or has failed.
    case stale
}

/// Why an entry went.
public enum EvictionReason: String, Hashable, Sendable, CaseIterable {
    /// Others needed the room.
    case size
    /// Its time was up, and so was that in which it may be served stale.
    case expired
    /// What it depends on changed.
    case outdated
    /// A newer answer took its place.
    case replaced
}

/// What a cache holds and what happened since it was made.
public struct CacheStatistics: Hashable, Sendable {
    /// Entries held.
    public var entryCount = 0
    /// What they weigh with the cache's tables, in bytes.
    public var byteCount = 0
    /// Answers from memory.
    public var hits = 0
    /// Answers from memory that there is nothing.
    public var negatives = 0
    /// Answers that were loaded for their caller, or put in from outside.
    public var misses = 0
    /// Answers that were loaded for somebody else.
    public var joined = 0
    /// Answers past their time.
    public var stale = 0
    /// Loads that failed or took too long.
    public var failedLoads = 0
    /// Entries that went to make room.
    public var evictions = 0
    /// Entries that went because their time was up.
    public var expired = 0
    /// Entries that went because they were out of date.
    public var outdated = 0
    /// Entries that went for a newer answer.
    public var replaced = 0
    /// Answers too heavy to be kept.
    public var refused = 0

    /// All zero.
    public init() {}

    /// How many answers were come by in this way.
    public func count(of outcome: CacheOutcome) -> Int {
        switch outcome {
        case .hit: hits
        case .miss: misses
        case .joined: joined
        case .negative: negatives
        case .stale: stale
        }
    }

    /// How many entries went for this reason.
    public func count(of reason: EvictionReason) -> Int {
        switch reason {
        case .size: evictions
        case .expired: expired
        case .outdated: outdated
        case .replaced: replaced
        }
    }

    @usableFromInline mutating func add(_ outcome: CacheOutcome) {
        switch outcome {
        case .hit: hits += 1
        case .miss: misses += 1
        case .joined: joined += 1
        case .negative: negatives += 1
        case .stale: stale += 1
        }
    }

    mutating func add(_ reason: EvictionReason) {
        switch reason {
        case .size: evictions += 1
        case .expired: expired += 1
        case .outdated: outdated += 1
        case .replaced: replaced += 1
        }
    }

    static func += (sum: inout CacheStatistics, part: CacheStatistics) {
        for field in counts { sum[keyPath: field] += part[keyPath: field] }
    }

    private static var counts: [WritableKeyPath<CacheStatistics, Int>] {
        [
            \.entryCount, \.byteCount, \.hits, \.negatives, \.misses, \.joined, \.stale, \.failedLoads, \.evictions,
            \.expired, \.outdated, \.replaced, \.refused,
        ]
    }
}
