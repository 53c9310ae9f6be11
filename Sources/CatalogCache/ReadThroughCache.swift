public import Synchronization

/// A cache that loads what it does not hold: bounded in bytes, one load per key at a time, kept right by revisions.
///
/// ``find(_:)`` is the hot path: it answers from memory or not at all, allocates nothing, takes one lock of one shard,
/// and may be called from any thread, an event loop's included. ``answer(for:load:)`` is the rest of the way: it joins
/// the load that is under way for the key, or starts one. A load that fails leaves nothing behind; an absence is kept
/// like an answer, in a share of its own, so that a flood of unknown keys evicts no answers.
///
/// Bounds: bytes in total (what the loader declares for each answer plus the cache's own overhead), split evenly over
/// the shards; within each, the entry used longest ago goes first. The share for absences comes out of the total.
public final class ReadThroughCache<Key: CacheKey, Value: Sendable>: Sendable {
    /// An answer and how it was come by.
    public struct Answer: Sendable {
        /// The answer.
        public let value: Value
        /// How it was come by.
        public let outcome: CacheOutcome
        /// The newest revision known to the cache for which the answer holds.
        public let revision: Int64

        /// An answer.
        public init(value: Value, outcome: CacheOutcome, revision: Int64) {
            self.value = value
            self.outcome = outcome
            self.revision = revision
        }
    }

    /// What a loader brings back.
    public struct Loaded: Sendable {
        /// The answer.
        public let value: Value
        /// The revision it was read at.
        public let revision: Int64
        /// What it weighs in memory, in bytes, as far as the cache cannot see it.
        public let byteCount: Int
        /// Whether it says that there is nothing.
        public let isAbsence: Bool

        /// What a loader brings back.
        public init(value: Value, revision: Int64, byteCount: Int, isAbsence: Bool) {
            self.value = value
            self.revision = revision
            self.byteCount = byteCount
            self.isAbsence = isAbsence
        }
    }

    /// A load took longer than ``Configuration/loadDeadline``; it goes on, but nobody waits for it any more.
    public struct LoadTimedOut: Error {}

    /// Sizes and times of a cache.
    public struct Configuration: Sendable {
        /// The most all entries may weigh, in bytes. Default 64 MiB.
        public var byteCountMax = 64 << 20
        /// The part of it that absences may take, 0...1. Default one eighth.
        public var absenceShare = 0.125
        /// How many locks the entries are spread over; rounded up to a power of two. Default 16.
        public var shardCount = 16
        /// How long callers wait for one load. Default 5 s.
        public var loadDeadline = Duration.seconds(5)

        /// The defaults.
        public init() {}
    }

    /// One shard's entries and loads, each behind a lock of its own that is never held while calling out.
    @usableFromInline final class ShardBox: Sendable {
        @usableFromInline let entries: Mutex<CacheShard<Key, Value>>
        let flights = Mutex<[Key: Flight<Loaded>]>([:])

        init(_ shard: sending CacheShard<Key, Value>) { entries = Mutex(shard) }
    }

    @usableFromInline let shards: [ShardBox]
    @usableFromInline let stamps: RevisionStamps
    private let configuration: Configuration
    private let clock: any Clock<Duration>

    /// An empty cache at this revision. The clock measures the load deadline.
    public init(
        configuration: Configuration = Configuration(), revision: Int64 = 0,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        let shardCount = max(1, configuration.shardCount)
        let roundedCount = 1 << (Int.bitWidth - (shardCount - 1).leadingZeroBitCount)
        let share = configuration.byteCountMax / roundedCount
        let absences = Int(Double(share) * min(max(configuration.absenceShare, 0), 1))
        shards = (0..<roundedCount).map { _ in
            ShardBox(CacheShard(byteCountMax: share - absences, absenceByteCountMax: absences))
        }
        stamps = RevisionStamps(revision: revision)
        self.configuration = configuration
        self.clock = clock
    }

    /// The answer held for this key, if it is current. O(1), no allocation, one shard's lock.
    @inlinable public func find(_ key: Key) -> Answer? {
        let hash = key.tableHash
        return shard(hash).entries.withLock { shard in
            guard let index = shard.find(key, hash: hash) else {
                shard.counts.misses += 1
                return nil
            }
            let revision = shard.slots[Int(index)].revision
            let latest = stamps.latest
            guard stamps.isCurrent(revision, for: key.dependency) else {
                shard.remove(index)
                shard.counts.outdated += 1
                shard.counts.misses += 1
                return nil
            }
            guard let (value, isAbsence) = shard.use(index) else { return nil }
            shard.counts.hits += 1
            return Answer(
                value: value, outcome: isAbsence ? .negative : .hit, revision: max(latest, revision))
        }
    }

    /// The answer for this key: held, or on its way for somebody else, or loaded now.
    ///
    /// The load runs in a task of its own and goes on when the caller is cancelled, since others may have joined it.
    ///
    /// - Throws: what the load threw, to everyone who waited for it, or ``LoadTimedOut``.
    public func answer(
        for key: Key, load: @escaping @Sendable () async throws -> Loaded
    ) async throws -> Answer {
        if let held = find(key) { return held }
        let (flight, isOurs) = board(key)
        if isOurs { start(flight, for: key, load: load) }
        let loaded = try await flight.result().get()
        return Answer(
            value: loaded.value, outcome: isOurs ? .miss : .joined, revision: max(loaded.revision, flight.startedAt))
    }

    /// Keeps an answer that was loaded outside ``answer(for:load:)``, as a batch does.
    ///
    /// - Parameter evicting: Whether others may have to go for it; without, it is kept only where there is room.
    public func keep(_ loaded: Loaded, for key: Key, evicting: Bool = true) {
        guard stamps.isCurrent(loaded.revision, for: key.dependency) else { return }
        let hash = key.tableHash
        shard(hash).entries.withLock { shard in
            guard evicting || shard.hasRoom(for: loaded.byteCount, isAbsence: loaded.isAbsence) else { return }
            shard.insert(
                key, loaded.value, hash: hash, revision: loaded.revision, byteCount: loaded.byteCount,
                isAbsence: loaded.isAbsence)
        }
    }

    /// Makes a revision known that changed these subjects; nil for "anything may have changed".
    ///
    /// Once this has returned, no caller gets an answer for a changed subject from before the revision.
    public func advance(to revision: Int64, changed subjects: [UInt64]?) {
        stamps.advance(to: revision, changed: subjects)
    }

    /// The newest revision made known.
    public var revision: Int64 { stamps.latest }

    /// What the cache holds and what happened since it was made. Takes each shard's lock in turn.
    public var statistics: CacheStatistics {
        shards.reduce(into: CacheStatistics()) { sum, shard in
            shard.entries.withLock { shard in
                sum.entryCount += shard.count
                sum.byteCount += shard.byteCount
                sum.hits += shard.counts.hits
                sum.misses += shard.counts.misses
                sum.evictions += shard.counts.evictions
                sum.outdated += shard.counts.outdated
            }
        }
    }

    @inlinable func shard(_ hash: Int) -> ShardBox {
        // The table uses the low bits, so the shard is chosen by the high ones.
        shards[Int(truncatingIfNeeded: UInt(bitPattern: hash) >> 48) & (shards.count - 1)]
    }

    /// The flight to wait for. One that began before something the key depends on changed is not joined: it may bring
    /// an answer that was out of date before this caller asked.
    private func board(_ key: Key) -> (flight: Flight<Loaded>, isOurs: Bool) {
        shard(key.tableHash).flights.withLock { flights in
            if let flying = flights[key], stamps.isCurrent(flying.startedAt, for: key.dependency) {
                return (flying, false)
            }
            let flight = Flight<Loaded>(startedAt: stamps.latest)
            flights[key] = flight
            return (flight, true)
        }
    }

    private func start(
        _ flight: Flight<Loaded>, for key: Key, load: @escaping @Sendable () async throws -> Loaded
    ) {
        let watch = Task { [clock, deadline = configuration.loadDeadline] in
            try await clock.sleep(for: deadline)
            land(flight, .failure(LoadTimedOut()), for: key)
        }
        Task {
            do {
                let loaded = try await load()
                keep(loaded, for: key)
                land(flight, .success(loaded), for: key)
            } catch {
                land(flight, .failure(error), for: key)
            }
            watch.cancel()
        }
    }

    private func land(_ flight: Flight<Loaded>, _ result: Result<Loaded, any Error>, for key: Key) {
        shard(key.tableHash).flights.withLock { flights in
            if flights[key] === flight { flights[key] = nil }
        }
        flight.finish(result)
    }
}

/// What a cache holds and what happened since it was made.
public struct CacheStatistics: Hashable, Sendable {
    /// Entries held.
    public var entryCount = 0
    /// What they weigh, in bytes, overhead included.
    public var byteCount = 0
    /// Questions answered from memory.
    public var hits = 0
    /// Questions that were not.
    public var misses = 0
    /// Entries that went to make room.
    public var evictions = 0
    /// Entries found to be out of date.
    public var outdated = 0

    /// All zero.
    public init() {}
}
