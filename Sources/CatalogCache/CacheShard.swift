/// One part of the cache: a hash table of entries and two lists in order of use, one for answers and one for absences.
///
/// Owned by the lock of its ``ReadThroughCache``; no method allocates except `insert` when the table grows. The table
/// is open addressing with linear probing over slot numbers, so a lookup touches the probe words and one slot.
@usableFromInline
struct CacheShard<Key: CacheKey, Value: Sendable> {
    /// One cached answer, or the place for one.
    ///
    /// Only the value is optional, and nil while the place is free: of an optional slot, each look at one member would copy
    /// all of them and hold the value.
    @usableFromInline struct Slot {
        @usableFromInline var key: Key
        @usableFromInline var value: Value?
        @usableFromInline var hash: Int
        @usableFromInline var revision: Int64
        @usableFromInline var byteCount: Int
        @usableFromInline var isAbsence: Bool
        @usableFromInline var newer: Int32
        @usableFromInline var older: Int32
    }

    /// The entries of one kind in order of use, and what they may weigh.
    @usableFromInline struct UseList {
        @usableFromInline var newest: Int32 = none
        @usableFromInline var oldest: Int32 = none
        @usableFromInline var byteCount = 0
        @usableFromInline var count = 0
        @usableFromInline let byteCountMax: Int
    }

    /// What happened to a shard since it was made.
    @usableFromInline struct Counts {
        @usableFromInline var hits = 0
        @usableFromInline var misses = 0
        @usableFromInline var evictions = 0
        @usableFromInline var outdated = 0
    }

    @usableFromInline static var none: Int32 { -1 }

    /// What an entry costs beyond what its owner declares: the slot, and four probe words at a load of one quarter to
    /// one half.
    static var entryOverhead: Int { MemoryLayout<Slot>.stride + 4 * MemoryLayout<Int32>.stride }

    @usableFromInline var probes: [Int32]
    @usableFromInline var slots: [Slot] = []
    @usableFromInline var freeSlots: [Int32] = []
    @usableFromInline var answers: UseList
    @usableFromInline var absences: UseList
    @usableFromInline var counts = Counts()

    init(byteCountMax: Int, absenceByteCountMax: Int) {
        probes = Array(repeating: Self.none, count: 16)
        answers = UseList(byteCountMax: byteCountMax)
        absences = UseList(byteCountMax: absenceByteCountMax)
    }

    var byteCount: Int { answers.byteCount + absences.byteCount }
    var count: Int { answers.count + absences.count }

    /// The slot number of this key, or nil.
    @inlinable func find(_ key: Key, hash: Int) -> Int32? {
        let mask = probes.count - 1
        var place = hash & mask
        while true {
            let index = probes[place]
            if index == Self.none { return nil }
            if slots[Int(index)].hash == hash, slots[Int(index)].key == key { return index }
            place = (place + 1) & mask
        }
    }

    /// The value in a slot, which becomes the one most recently used.
    @inlinable mutating func use(_ index: Int32) -> (value: Value, isAbsence: Bool)? {
        if slots[Int(index)].newer != Self.none {
            unlink(index)
            link(index)
        }
        guard let value = slots[Int(index)].value else { return nil }
        return (value, slots[Int(index)].isAbsence)
    }

    /// Whether an answer of so many bytes can be put in without letting another go.
    func hasRoom(for byteCount: Int, isAbsence: Bool) -> Bool {
        let list = isAbsence ? absences : answers
        return list.byteCount + byteCount + Self.entryOverhead <= list.byteCountMax
    }

    /// Puts an answer in, in place of an older one for the same key, and lets the least recently used ones of its kind
    /// go until its kind fits again. An answer heavier than its kind's whole allowance is not kept.
    mutating func insert(
        _ key: Key, _ value: Value, hash: Int, revision: Int64, byteCount: Int, isAbsence: Bool
    ) {
        if let index = find(key, hash: hash) {
            guard slots[Int(index)].revision <= revision else { return }
            remove(index)
        }
        let weight = byteCount + Self.entryOverhead
        guard weight <= (isAbsence ? absences : answers).byteCountMax else { return }
        let slot = Slot(
            key: key, value: value, hash: hash, revision: revision, byteCount: weight, isAbsence: isAbsence,
            newer: Self.none, older: Self.none)
        let index = place(slot)
        link(index)
        evict(isAbsence: isAbsence)
    }

    /// Takes an entry out.
    @usableFromInline mutating func remove(_ index: Int32) {
        guard slots[Int(index)].value != nil else { return }
        unlink(index)
        unprobe(index, hash: slots[Int(index)].hash)
        slots[Int(index)].value = nil
        freeSlots.append(index)
    }

    private mutating func evict(isAbsence: Bool) {
        while true {
            let list = isAbsence ? absences : answers
            guard list.byteCount > list.byteCountMax, list.oldest != Self.none else { return }
            remove(list.oldest)
            counts.evictions += 1
        }
    }

    private mutating func place(_ slot: Slot) -> Int32 {
        if (count + 1) * 2 > probes.count { grow() }
        let index: Int32
        if let free = freeSlots.popLast() {
            slots[Int(free)] = slot
            index = free
        } else {
            index = Int32(slots.count)
            slots.append(slot)
        }
        probe(index, hash: slot.hash)
        return index
    }

    private mutating func grow() {
        probes = Array(repeating: Self.none, count: probes.count * 2)
        for index in slots.indices where slots[index].value != nil { probe(Int32(index), hash: slots[index].hash) }
    }

    private mutating func probe(_ index: Int32, hash: Int) {
        let mask = probes.count - 1
        var place = hash & mask
        while probes[place] != Self.none { place = (place + 1) & mask }
        probes[place] = index
    }

    /// Frees the probe word of a slot and closes the gap, so that searches need no grave markers (Knuth, TAOCP volume
    /// 3, section 6.4, algorithm R).
    private mutating func unprobe(_ index: Int32, hash: Int) {
        let mask = probes.count - 1
        var gap = hash & mask
        while probes[gap] != index { gap = (gap + 1) & mask }
        var place = gap
        while true {
            place = (place + 1) & mask
            let moving = probes[place]
            guard moving != Self.none else { break }
            let home = slots[Int(moving)].hash & mask
            if (place &- home) & mask >= (place &- gap) & mask {
                probes[gap] = moving
                gap = place
            }
        }
        probes[gap] = Self.none
    }

    @usableFromInline mutating func link(_ index: Int32) {
        withList(slots[Int(index)].isAbsence) { list, slots in
            slots[Int(index)].newer = Self.none
            slots[Int(index)].older = list.newest
            if list.newest == Self.none { list.oldest = index } else { slots[Int(list.newest)].newer = index }
            list.newest = index
            list.byteCount += slots[Int(index)].byteCount
            list.count += 1
        }
    }

    @usableFromInline mutating func unlink(_ index: Int32) {
        withList(slots[Int(index)].isAbsence) { list, slots in
            let (newer, older) = (slots[Int(index)].newer, slots[Int(index)].older)
            if newer == Self.none { list.newest = older } else { slots[Int(newer)].older = older }
            if older == Self.none { list.oldest = newer } else { slots[Int(older)].newer = newer }
            list.byteCount -= slots[Int(index)].byteCount
            list.count -= 1
        }
    }

    private mutating func withList(_ isAbsence: Bool, _ body: (inout UseList, inout [Slot]) -> Void) {
        if isAbsence { body(&absences, &slots) } else { body(&answers, &slots) }
    }
}
