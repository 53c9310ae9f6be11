/// Which entries there are and in what order, without their keys and values: a hash table over entry numbers, and lists
/// through the entries.
///
/// The table is open addressing with linear probing, at most half full. Entry numbers count from zero and are used
/// again. No method allocates except `insert` when the table grows.
@usableFromInline
struct EntryDirectory {
    /// The lists an entry can stand in.
    @usableFromInline enum Segment: UInt8, CaseIterable {
        /// In none: the number waits to be used again.
        case free
        /// Answers that have just come.
        case window
        /// Answers that have to be asked for again, or go.
        case probation
        /// Answers that were asked for again.
        case protected
        /// Answers that say that there is nothing.
        case absences
    }

    @usableFromInline struct Entry {
        @usableFromInline var hash: Int
        @usableFromInline var byteCount: Int
        @usableFromInline var newer: Int32
        @usableFromInline var older: Int32
        @usableFromInline var segment: Segment
    }

    /// The entries of one segment, in order of use.
    struct List {
        var newest = none
        var oldest = none
        var byteCount = 0
        var count = 0
    }

    @usableFromInline static let none: Int32 = -1

    @usableFromInline private(set) var entries: [Entry] = []
    @usableFromInline private(set) var probes = [Int32](repeating: none, count: 16)
    private var lists = [List](repeating: List(), count: Segment.allCases.count)

    init() {}

    subscript(segment: Segment) -> List { lists[Int(segment.rawValue)] }

    /// Entries in all segments.
    @usableFromInline var count: Int { entries.count - self[.free].count }

    /// What the tables take, in bytes.
    var byteCount: Int {
        entries.capacity * MemoryLayout<Entry>.stride + probes.capacity * MemoryLayout<Int32>.stride
            + lists.capacity * MemoryLayout<List>.stride + 3 * Self.arrayByteCount
    }

    /// What they may take for an entry: half again its place, and four probe words.
    static var entryCost: Int { MemoryLayout<Entry>.stride * 3 / 2 + 4 * MemoryLayout<Int32>.stride }

    /// What the runtime and the allocator add to an array.
    static let arrayByteCount = 48

    /// The first entry with this hash.
    func find(hash: Int) -> Int32? {
        var place = hash & (probes.count - 1)
        while probes[place] != Self.none {
            if entries[Int(probes[place])].hash == hash { return probes[place] }
            place = (place + 1) & (probes.count - 1)
        }
        return nil
    }

    /// Adds an entry as the newest of a segment. Another with the same hash may be there.
    ///
    /// - Returns: The number of the entry.
    mutating func insert(hash: Int, byteCount: Int, into segment: Segment) -> Int32 {
        if (count + 1) * 2 > probes.count { rehash(probeCount: probes.count * 2) }
        let entry = Entry(hash: hash, byteCount: byteCount, newer: Self.none, older: Self.none, segment: segment)
        var index = self[.free].newest
        if index == Self.none {
            index = Int32(entries.count)
            // By halves rather than to double: what is reserved counts against the bound of the cache.
            if entries.count == entries.capacity { entries.reserveCapacity(entries.count * 3 / 2 + 8) }
            entries.append(entry)
        } else {
            unlink(index)
            entries[Int(index)] = entry
        }
        link(index)
        probe(index)
        return index
    }

    /// Takes an entry out.
    mutating func remove(_ index: Int32) {
        unprobe(index)
        move(index, to: .free)
    }

    /// Makes an entry the newest of a segment.
    @usableFromInline mutating func move(_ index: Int32, to segment: Segment) {
        guard entries[Int(index)].segment != segment || entries[Int(index)].newer != Self.none else { return }
        unlink(index)
        entries[Int(index)].segment = segment
        link(index)
    }

    /// Gives an entry another weight.
    mutating func reweigh(_ index: Int32, byteCount: Int) {
        lists[Int(entries[Int(index)].segment.rawValue)].byteCount += byteCount - entries[Int(index)].byteCount
        entries[Int(index)].byteCount = byteCount
    }

    // MARK: The lists

    private mutating func link(_ index: Int32) {
        let list = Int(entries[Int(index)].segment.rawValue)
        let second = lists[list].newest
        entries[Int(index)].newer = Self.none
        entries[Int(index)].older = second
        if second == Self.none { lists[list].oldest = index } else { entries[Int(second)].newer = index }
        lists[list].newest = index
        lists[list].byteCount += entries[Int(index)].byteCount
        lists[list].count += 1
    }

    private mutating func unlink(_ index: Int32) {
        let entry = entries[Int(index)]
        let list = Int(entry.segment.rawValue)
        if entry.newer == Self.none {
            lists[list].newest = entry.older
        } else {
            entries[Int(entry.newer)].older = entry.older
        }
        if entry.older == Self.none {
            lists[list].oldest = entry.newer
        } else {
            entries[Int(entry.older)].newer = entry.newer
        }
        lists[list].byteCount -= entry.byteCount
        lists[list].count -= 1
    }

    // MARK: The table

    private mutating func rehash(probeCount: Int) {
        probes = Array(repeating: Self.none, count: probeCount)
        for index in entries.indices where entries[index].segment != .free { probe(Int32(index)) }
    }

    private mutating func probe(_ index: Int32) {
        let mask = probes.count - 1
        var place = entries[Int(index)].hash & mask
        while probes[place] != Self.none { place = (place + 1) & mask }
        probes[place] = index
    }

    /// Frees the probe word of an entry and closes the gap, so that searches need no grave markers (Knuth, TAOCP volume
    /// 3, section 6.4, algorithm R).
    private mutating func unprobe(_ index: Int32) {
        let mask = probes.count - 1
        var gap = entries[Int(index)].hash & mask
        while probes[gap] != index { gap = (gap + 1) & mask }
        var place = gap
        while true {
            place = (place + 1) & mask
            let moving = probes[place]
            guard moving != Self.none else { break }
            let home = entries[Int(moving)].hash & mask
            if (place &- home) & mask >= (place &- gap) & mask {
                probes[gap] = moving
                gap = place
            }
        }
        probes[gap] = Self.none
    }
}
