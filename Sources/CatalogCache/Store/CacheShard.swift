/// One part of the cache: its entries with their keys and values, what is known of their use, and what happened to it.
///
/// Owned by the lock of its ``ReadThroughCache``. No method that answers a question allocates, except that the duel's
/// ghosts grow until they are full.
@usableFromInline
struct CacheShard<Key: CacheKey, Value: Sendable> {
    /// One cached answer, or the place for one. Its number is that of the entry in the directory.
    ///
    /// Key and value are optional each for itself, and nil while the place is free: of an optional slot, each look at
    /// one member would copy all of them and hold the value.
    @usableFromInline struct Slot {
        @usableFromInline var key: Key?
        @usableFromInline var value: Value?
        @usableFromInline var revision: Int64
        /// When the answer is no longer fresh, by the cache's clock.
        @usableFromInline var freshUntil: Int64
        /// Before this time a failed load is not tried again, by the cache's clock.
        var retryAt: Int64
    }

    /// Tables of fewer places are left as they are, however few of them are used.
    private static var sparseCountMin: Int { 64 }

    @usableFromInline var directory = EntryDirectory()
    @usableFromInline var slots: [Slot] = []
    @usableFromInline var counts = CacheStatistics()
    @usableFromInline var sketch = FrequencySketch()
    @usableFromInline var policy: EvictionPolicy
    @usableFromInline var duel: EvictionDuel?
    @usableFromInline let settingInForce: SettingInForce
    @usableFromInline let duelMask: Int
    private let byteCountMax: Int
    private let absenceByteCountMax: Int

    /// An empty shard.
    ///
    /// - Parameters:
    ///   - byteCountMax: What all of it may take, tables included, in bytes.
    ///   - absenceByteCountMax: What absences may take of that.
    ///   - setting: The eviction policy's setting, which all shards share.
    ///   - duelPart: One in so many of the keys takes part in the duel, a power of two; nil where there is none.
    init(byteCountMax: Int, absenceByteCountMax: Int, setting: SettingInForce, duelPart: Int?) {
        self.byteCountMax = byteCountMax
        self.absenceByteCountMax = absenceByteCountMax
        settingInForce = setting
        policy = EvictionPolicy(byteCountMax: byteCountMax - absenceByteCountMax)
        duelMask = (duelPart ?? 1) - 1
        if duelPart != nil { duel = EvictionDuel(byteCountMax: 0) }
        measure()
    }

    /// What the shard takes in memory, in bytes: the answers as declared, and the tables as they are.
    var byteCount: Int {
        EvictionPolicy.byteCount(directory) + directory[.absences].byteCount - directory.count * entryCost
            + tableByteCount
    }

    private var tableByteCount: Int {
        MemoryLayout<Self>.size + directory.byteCount + slots.capacity * MemoryLayout<Slot>.stride + sketch.byteCount
            + (duel?.byteCount ?? 0)
    }

    /// What an entry may cost in tables, in bytes: at worst they are half again as large as what they hold. It is part
    /// of each entry's weight, so that many small answers leave room for their tables.
    private var entryCost: Int {
        let slot = MemoryLayout<Slot>.stride * 3 / 2
        let ghosts = duel == nil ? 0 : EvictionDuel.entryCost / (duelMask + 1)
        return slot + EntryDirectory.entryCost + FrequencySketch.entryCost + ghosts
    }

    /// The number of this key's entry, or nil.
    @inlinable func find(_ key: Key, hash: Int) -> Int32? {
        let mask = directory.probes.count - 1
        var place = hash & mask
        while true {
            let index = directory.probes[place]
            if index == EntryDirectory.none { return nil }
            if directory.entries[Int(index)].hash == hash, slots[Int(index)].key == key { return index }
            place = (place + 1) & mask
        }
    }

    /// Notes that an entry answered a question.
    @inlinable mutating func use(_ index: Int32) {
        let entry = directory.entries[Int(index)]
        policy.use(index, in: &directory)
        if entry.segment != .absences { note(hash: entry.hash, byteCount: entry.byteCount) }
    }

    /// Whether an answer of so many bytes can be put in without letting another go.
    func hasRoom(for byteCount: Int, isAbsence: Bool) -> Bool {
        let held = isAbsence ? directory[.absences].byteCount : EvictionPolicy.byteCount(directory)
        return held + byteCount + entryCost <= allowance(isAbsence: isAbsence)
    }

    /// Puts an answer in, in place of an older one for the same key, and lets others of its kind go until it fits. An
    /// answer heavier than its kind's whole allowance is not kept.
    mutating func insert(
        _ key: Key, _ value: Value, hash: Int, revision: Int64, freshUntil: Int64, byteCount: Int, isAbsence: Bool
    ) {
        let weight = byteCount + entryCost
        let held = find(key, hash: hash)
        if let held, slots[Int(held)].revision > revision { return }
        let isHeldAlike = held.map { (directory.entries[Int($0)].segment == .absences) == isAbsence } ?? false
        if let held, !isHeldAlike || weight > allowance(isAbsence: isAbsence) { remove(held, because: .replaced) }
        guard weight <= allowance(isAbsence: isAbsence) else {
            counts.refused += 1
            return
        }
        let slot = Slot(key: key, value: value, revision: revision, freshUntil: freshUntil, retryAt: .min)
        if let held, isHeldAlike {
            slots[Int(held)] = slot
            directory.reweigh(held, byteCount: weight)
            policy.use(held, in: &directory)
            counts.add(.replaced)
        } else {
            place(slot, at: directory.insert(hash: hash, byteCount: weight, into: isAbsence ? .absences : .window))
        }
        if !isAbsence { note(hash: hash, byteCount: weight) }
        evict()
    }

    /// Takes an entry out.
    @usableFromInline mutating func remove(_ index: Int32, because reason: EvictionReason) {
        directory.remove(index)
        slots[Int(index)].key = nil
        slots[Int(index)].value = nil
        counts.add(reason)
    }

    /// Does not try a key's load again before this time.
    mutating func delayRetry(_ index: Int32, until time: Int64) { slots[Int(index)].retryAt = time }

    /// The answers asked for most of late, the first the hottest, at most so many.
    func hottest(count: Int) -> [(key: Key, frequency: Int)] {
        var found: [(key: Key, frequency: Int)] = []
        for segment in [EntryDirectory.Segment.protected, .probation, .window] {
            var index = directory[segment].newest
            while index != EntryDirectory.none, found.count < count {
                let entry = directory.entries[Int(index)]
                if let key = slots[Int(index)].key { found.append((key, sketch.estimate(entry.hash))) }
                index = entry.older
            }
        }
        return found.sorted { $0.frequency > $1.frequency }
    }

    /// Counts a question whose answer is held now, and lets the duel see it.
    @inlinable mutating func note(hash: Int, byteCount: Int) {
        sketch.add(hash, entryCount: directory.count)
        // Other bits than those that choose the shard, and than most of those that choose the place in the table.
        guard duel != nil, (hash >> 40) & duelMask == 0 else { return }
        if let leader = duel?.ask(hash: hash, byteCount: byteCount, sketch: sketch) { settingInForce.setting = leader }
    }

    private mutating func place(_ slot: Slot, at index: Int32) {
        if Int(index) < slots.count {
            slots[Int(index)] = slot
            return
        }
        if slots.count == slots.capacity {
            slots.reserveCapacity(directory.entries.capacity)
            sketch.reserve(entryCount: directory.entries.capacity)
        }
        slots.append(slot)
    }

    /// What entries of a kind may weigh now, in bytes.
    private func allowance(isAbsence: Bool) -> Int { isAbsence ? absenceByteCountMax : policy.byteCountMax }

    /// Leaves to the answers what neither absences nor unused places in the tables take.
    private mutating func measure() {
        let unused = max(0, tableByteCount - directory.count * entryCost)
        policy.byteCountMax = max(0, byteCountMax - absenceByteCountMax - unused)
        duel?.byteCountMax = policy.byteCountMax / (duelMask + 1)
    }

    private mutating func evict() {
        if directory.entries.count > Self.sparseCountMin, directory.count * 4 < directory.entries.count { compact() }
        measure()
        policy.setting = settingInForce.setting
        while directory[.absences].byteCount > absenceByteCountMax {
            remove(directory[.absences].oldest, because: .size)
        }
        var candidate = EntryDirectory.none
        while let victim = policy.nextVictim(in: &directory, by: sketch, candidate: &candidate) {
            remove(victim, because: .size)
        }
    }

    /// Moves everything to tables of the right size, after many entries have gone.
    private mutating func compact() {
        var smaller = EntryDirectory()
        var moved: [Slot] = []
        moved.reserveCapacity(directory.count)
        for segment in EntryDirectory.Segment.allCases where segment != .free {
            var index = directory[segment].oldest
            while index != EntryDirectory.none {
                let entry = directory.entries[Int(index)]
                // The first place of an empty table, then the next one and so on: the numbers of `moved`.
                _ = smaller.insert(hash: entry.hash, byteCount: entry.byteCount, into: segment)
                moved.append(slots[Int(index)])
                index = entry.newer
            }
        }
        directory = smaller
        slots = moved
    }
}
