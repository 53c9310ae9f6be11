public import Synchronization

/// A cache that loads what it does not hold: bounded in bytes, one load per key at a time, kept right by revisions.
///
/// ``find(_:)`` is the hot path: it answers from memory or not at all, allocates nothing, takes one lock of one shard,
/// and may be called from any thread, an event loop's included. ``answer(for:load:)`` is the rest of the way: it joins
/// the load that is under way for the key, or starts one. A load that fails leaves nothing behind; an absence is kept
/// like an answer, in a share of its own and for a time of its own, so that a flood of unknown keys evicts no answers.
///
/// Bounds: bytes in total (what the loader declares for each answer plus the cache's own tables), split evenly over
/// the shards. Which answer goes when there is no room is decided by a policy that adapts to what is asked
/// (decision 0002). Time: an answer is fresh for ``CacheConfiguration/freshTime``; past it, it may be served with the
/// outcome ``CacheOutcome/stale``, while it is loaded again or because it cannot be. An answer that a revision made
/// out of date is never served, whatever fails.
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
        /// What it and its key weigh in memory beyond their own size, in bytes: what lies behind their references.
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

    /// A load took longer than ``CacheConfiguration/loadDeadline``; it was cancelled, and nobody waits for it any more.
    public struct LoadTimedOut: Error {}

    /// Sizes and times of a cache.
    public typealias Configuration = CacheConfiguration

    /// One shard's entries and loads, each behind a lock of its own that is never held while calling out. Who needs
    /// both takes that of the loads first.
    @usableFromInline final class ShardBox: Sendable {
        @usableFromInline let entries: Mutex<CacheShard<Key, Value>>
        let flights = Mutex<[Key: Flight<Loaded>]>([:])

        init(_ shard: sending CacheShard<Key, Value>) { entries = Mutex(shard) }
    }

    /// So many keys go to one that takes part in the duel of the eviction policies.
    private static var duelPart: Int { 16 }

    @usableFromInline let shards: [ShardBox]
    @usableFromInline let stamps: RevisionStamps
    @usableFromInline let clock: CacheClock
    let configuration: Configuration

    /// An empty cache at this revision.
    public init(
        configuration: Configuration = Configuration(), revision: Int64 = 0, clock: CacheClock = .monotonic
    ) {
        let shardCount = max(1, configuration.shardCount)
        let roundedCount = 1 << (Int.bitWidth - (shardCount - 1).leadingZeroBitCount)
        let share = max(0, configuration.byteCountMax - RevisionStamps.byteCount) / roundedCount
        let absences = Int(Double(share) * min(max(configuration.absenceShare, 0), 1))
        let setting = SettingInForce()
        shards = (0..<roundedCount).map { index in
            ShardBox(
                CacheShard(
                    byteCountMax: share, absenceByteCountMax: absences, setting: setting,
                    duelPart: index == 0 ? max(1, Self.duelPart / roundedCount) : nil))
        }
        stamps = RevisionStamps(revision: revision)
        self.configuration = configuration
        self.clock = clock
    }

    /// The answer held for this key, if it is current and fresh. O(1), no allocation, one shard's lock.
    @inlinable public func find(_ key: Key) -> Answer? {
        let hash = key.tableHash
        return shard(hash).entries.withLock { find(key, hash: hash, in: &$0) }
    }

    @inlinable func find(_ key: Key, hash: Int, in shard: inout CacheShard<Key, Value>) -> Answer? {
        guard let index = current(key, hash: hash, in: &shard) else { return nil }
        let freshUntil = shard.slots[Int(index)].freshUntil
        guard freshUntil == .max || clock.nanoseconds() < freshUntil, let value = shard.slots[Int(index)].value else {
            return nil
        }
        shard.use(index)
        let isAbsence = shard.directory.entries[Int(index)].segment == .absences
        let outcome = isAbsence ? CacheOutcome.negative : .hit
        shard.counts.add(outcome)
        return Answer(
            value: value, outcome: outcome, revision: max(stamps.latest, shard.slots[Int(index)].revision))
    }

    /// The number of the key's entry, unless a revision made it out of date: then it goes.
    @inlinable func current(_ key: Key, hash: Int, in shard: inout CacheShard<Key, Value>) -> Int32? {
        guard let index = shard.find(key, hash: hash) else { return nil }
        guard stamps.isCurrent(shard.slots[Int(index)].revision, for: key.dependency) else {
            shard.remove(index, because: .outdated)
            return nil
        }
        return index
    }

    /// Keeps an answer that was loaded outside ``answer(for:load:)``, as a batch does.
    ///
    /// - Parameter evicting: Whether others may have to go for it; without, it is kept only where there is room.
    public func keep(_ loaded: Loaded, for key: Key, evicting: Bool = true) {
        count(.miss, for: key)
        store(loaded, for: key, evicting: evicting)
    }

    /// Makes a revision known that changed these subjects; nil for "anything may have changed".
    ///
    /// Once this has returned, no caller gets an answer for a changed subject from before the revision.
    public func advance(to revision: Int64, changed subjects: [UInt64]?) {
        stamps.advance(to: revision, changed: subjects)
    }

    /// The newest revision made known.
    public var revision: Int64 { stamps.latest }

    /// The keys whose answers were asked for most of late, the first the hottest, for a host that saves them and asks
    /// for them again after a restart. Takes each shard's lock in turn.
    ///
    /// - Parameter count: How many at most.
    public func hottest(count: Int) -> [Key] {
        let found = shards.flatMap { shard in shard.entries.withLock { $0.hottest(count: count) } }
        return found.sorted { $0.frequency > $1.frequency }.prefix(max(0, count)).map(\.key)
    }

    /// What the cache holds and what happened since it was made. Takes each shard's lock in turn.
    public var statistics: CacheStatistics {
        var statistics = CacheStatistics()
        statistics.byteCount = RevisionStamps.byteCount
        return shards.reduce(into: statistics) { sum, shard in
            shard.entries.withLock { shard in
                sum += shard.counts
                sum.entryCount += shard.directory.count
                sum.byteCount += shard.byteCount
            }
        }
    }

    @inlinable func shard(_ hash: Int) -> ShardBox {
        // The table uses the low bits, so the shard is chosen by the high ones.
        shards[Int(truncatingIfNeeded: UInt(bitPattern: hash) >> 48) & (shards.count - 1)]
    }

    func count(_ outcome: CacheOutcome, for key: Key) {
        shard(key.tableHash).entries.withLock { $0.counts.add(outcome) }
    }

    func store(_ loaded: Loaded, for key: Key, evicting: Bool) {
        let hash = key.tableHash
        let freshUntil = endOfFreshness(hash: hash, isAbsence: loaded.isAbsence)
        shard(hash).entries.withLock { shard in
            guard stamps.isCurrent(loaded.revision, for: key.dependency) else { return }
            guard evicting || shard.hasRoom(for: loaded.byteCount, isAbsence: loaded.isAbsence) else { return }
            shard.insert(
                key, loaded.value, hash: hash, revision: loaded.revision, freshUntil: freshUntil,
                byteCount: loaded.byteCount, isAbsence: loaded.isAbsence)
        }
    }

    private func endOfFreshness(hash: Int, isAbsence: Bool) -> Int64 {
        guard let time = isAbsence ? configuration.absenceFreshTime : configuration.freshTime else { return .max }
        let now = clock.nanoseconds()
        let whole = time.nanoseconds
        // A number from 0 up to 1 that differs from key to key and from load to load.
        let chance = Double((UInt64(bitPattern: Int64(hash) ^ now) &* 0x9E37_79B9_7F4A_7C15) >> 11) / Double(1 << 53)
        let jitter = Int64(Double(whole) * min(max(configuration.freshTimeJitter, 0), 1) * chance)
        return now.addingSaturating(whole - max(0, min(jitter, whole)))
    }
}

extension Int64 {
    /// The sum, or the largest number.
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }
}
