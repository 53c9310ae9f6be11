/// Which documents have which of the counted groups of a query, one bit each, and which have so many of them.
///
/// A document has a group when it holds the telling word of one of the group's readings. Groups are meant by their
/// places in ``ScoringPlan/counted``. What it allocates serves one query after the other; one owner at a time.
struct GroupSets {
    /// By place, the documents that have the group.
    private var sets: [BitSet] = []
    /// By place, the documents that have the group by a strong reading.
    private var strongSets: [BitSet] = []
    /// By count minus one, the documents that have at least so many groups.
    private var levels: [BitSet] = []
    /// How many groups count.
    private var count = 0
    /// The groups that have strong and weak readings; of the others ``strongSets`` says nothing.
    private var mixed: UInt32 = 0

    /// Finds the documents of a plan's groups.
    mutating func fill(_ plan: ScoringPlan, _ index: SearchIndex) {
        count = plan.counted.count
        while sets.count < count {
            sets.append(BitSet(capacity: index.documentCount))
            strongSets.append(BitSet(capacity: index.documentCount))
            levels.append(BitSet(capacity: index.documentCount))
        }
        var places = [Int](repeating: -1, count: plan.groups.count)
        mixed = 0
        for (place, group) in plan.counted.enumerated() {
            places[group] = place
            sets[place].removeAll()
            if plan.readings[plan.groups[group].readings].contains(where: { !$0.isStrong }) {
                mixed |= 1 << UInt32(place)
                strongSets[place].removeAll()
            }
        }
        for word in plan.words {
            for use in plan.uses[word.uses] where places[use.group] >= 0 && plan.slots[use.slot].isTelling {
                let reading = plan.readings[plan.slots[use.slot].reading]
                let place = places[use.group]
                if reading.isStrong, mixed & (1 << UInt32(place)) != 0 {
                    Self.insert(word.word, systems: reading.systems, into: &strongSets[place], index)
                } else {
                    Self.insert(word.word, systems: reading.systems, into: &sets[place], index)
                }
            }
        }
        for place in 0..<count where mixed & (1 << UInt32(place)) != 0 { sets[place].formUnion(strongSets[place]) }
        countGroups()
    }

    private static func insert(_ word: Int32, systems: UInt32, into set: inout BitSet, _ index: SearchIndex) {
        if systems == SystemTable.all {
            index.prefixes.insertDocuments(of: word, into: &set, index.words)
            return
        }
        for (system, range) in index.systemRanges.enumerated() where systems & (1 << UInt32(system)) != 0 {
            index.prefixes.insertDocuments(of: word, in: range, into: &set, index.words)
        }
    }

    /// Counts for 64 documents at a time: who has one group more is one level up.
    private mutating func countGroups() {
        guard count > 0 else { return }
        levels[0].replace(with: sets[0])
        for level in 1..<max(1, count) { levels[level].removeAll() }
        for place in 1..<max(1, count) {
            for level in stride(from: place, through: 1, by: -1) {
                levels[level].formUnion(levels[level - 1], sets[place])
            }
            levels[0].formUnion(sets[place])
        }
    }

    /// The documents that have at least so many groups, 1 or more; nil when there are not so many groups.
    func documents(withAtLeast count: Int) -> BitSet? { count <= self.count ? levels[count - 1] : nil }

    /// The groups a document has, and those of them that it has by weak readings only.
    @inline(__always)
    func groups(of document: Int) -> (all: UInt32, weak: UInt32) {
        var (all, weak): (UInt32, UInt32) = (0, 0)
        for place in 0..<count where sets[place].contains(document) {
            all |= 1 << UInt32(place)
            let bit: UInt32 = 1 << UInt32(place)
            if mixed & bit != 0, !strongSets[place].contains(document) { weak |= bit }
        }
        return (all, weak)
    }

    /// Calls the body with each document in a range that is in a set, has just so many groups and all required ones.
    ///
    /// - Parameter mayHold: whether anything is to be found among 64 documents, given their number divided by 64.
    @inline(__always)
    func forEach(
        in range: Range<Int>, of pending: BitSet, count: Int, required: UInt32, where mayHold: (Int) -> Bool,
        _ body: (Int) -> Void
    ) {
        guard !range.isEmpty else { return }
        let wanted = (0..<self.count).filter { required & (1 << UInt32($0)) != 0 }
        let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
        let fewer = levels[count - 1].words
        let more = count < self.count ? levels[count].words : []
        fewer.withUnsafeBufferPointer { fewer in
            pending.words.withUnsafeBufferPointer { pending in
                for index in first...last {
                    var word = fewer[index] & pending[index]
                    if word == 0 || !mayHold(index) { continue }
                    if !more.isEmpty { word &= ~more[index] }
                    for place in wanted { word &= sets[place].words[index] }
                    if index == first { word &= UInt64.max << UInt64(range.lowerBound & 63) }
                    if index == last { word &= UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63) }
                    while word != 0 {
                        body(index << 6 | word.trailingZeroBitCount)
                        word &= word - 1
                    }
                }
            }
        }
    }
}
