internal import CatalogModel

/// Which documents have which of the counted groups of a query, one bit each.
///
/// A document has a group when it holds the telling word of one of the group's readings. Groups are meant by their
/// places in ``ScoringPlan/counted``. What it allocates serves one query after the other; one owner at a time.
struct GroupSets {
    /// The groups a document has, and those of them that it has by weak readings only.
    typealias Groups = (all: UInt32, weak: UInt32)

    /// By place, the documents that have the group.
    private var sets: [BitChunk] = []
    /// By place, the documents that have the group by a strong reading.
    private var strongSets: [BitChunk] = []
    /// The groups that have strong and weak readings; of the others ``strongSets`` says nothing.
    private var mixed: UInt32 = 0
    /// How many groups count.
    private(set) var count = 0
    /// How many chunks one set has.
    let chunkCount: Int

    init(index: SearchIndex) {
        chunkCount = BitSet.chunkCount(capacity: index.documentCount)
    }

    /// Finds the documents of a plan's groups.
    mutating func fill(_ plan: ScoringPlan, _ index: SearchIndex) {
        count = plan.counted.count
        if sets.count < count * chunkCount {
            sets = [BitChunk](repeating: BitChunk(), count: count * chunkCount)
            strongSets = sets
        }
        mixed = 0
        let chunkCount = chunkCount
        for (place, group) in plan.counted.enumerated() {
            let readings = plan.readings[plan.groups[group].readings]
            let isMixed = readings.contains { !$0.isStrong }
            if isMixed { mixed |= 1 << UInt32(place) }
            strongSets.withUnsafeMutableBufferPointer { strongSets in
                sets.withUnsafeMutableBufferPointer { sets in
                    guard let strong = strongSets.baseAddress, let all = sets.baseAddress else { return }
                    let start = place * chunkCount
                    (all + start).update(repeating: BitChunk(), count: chunkCount)
                    if isMixed {
                        (strong + start).update(repeating: BitChunk(), count: chunkCount)
                        for reading in readings where reading.isStrong {
                            plan.insert(reading, into: strong + start, index)
                        }
                        (all + start).update(from: strong + start, count: chunkCount)
                    }
                    for reading in readings where !isMixed || !reading.isStrong {
                        plan.insert(reading, into: all + start, index)
                    }
                }
            }
        }
    }

    /// 512 documents of a group.
    @inline(__always)
    func chunk(_ number: Int, of place: Int) -> BitChunk { sets[place * chunkCount + number] }

    /// Which of 64 documents have all of these groups.
    @inline(__always)
    func documents(inWord word: Int, withAll groups: UInt32) -> UInt64 {
        var documents = UInt64.max
        var rest = groups
        while rest != 0 {
            documents &= Self.word(word, of: sets, from: rest.trailingZeroBitCount * chunkCount)
            rest &= rest - 1
        }
        return documents
    }

    /// The groups a document has.
    @inline(__always)
    func groups(of document: Int) -> Groups {
        var (all, weak): (UInt32, UInt32) = (0, 0)
        let (word, bit) = (document >> 6, 1 << UInt64(document & 63) as UInt64)
        for place in 0..<count where Self.word(word, of: sets, from: place * chunkCount) & bit != 0 {
            let group: UInt32 = 1 << UInt32(place)
            all |= group
            if mixed & group != 0, Self.word(word, of: strongSets, from: place * chunkCount) & bit == 0 {
                weak |= group
            }
        }
        return (all, weak)
    }

    @inline(__always)
    private static func word(_ word: Int, of sets: [BitChunk], from chunk: Int) -> UInt64 {
        sets.withUnsafeBytes { $0.load(fromByteOffset: (chunk * BitChunk.scalarCount + word) * 8, as: UInt64.self) }
    }
}

extension ScoringPlan {
    /// Adds the documents that hold the telling word of a reading, in the systems it is for.
    fileprivate func insert(_ reading: Reading, into set: UnsafeMutablePointer<BitChunk>, _ index: SearchIndex) {
        set.withMemoryRebound(to: UInt64.self, capacity: BitSet.wordCount(capacity: index.documentCount)) { set in
            for word in slotWords[reading.tellingWords] {
                if reading.systems == SystemTable.all {
                    index.wordSets.insert(word, in: 0..<index.documentCount, into: set, index.words)
                    continue
                }
                for (system, range) in index.systemRanges.enumerated()
                where reading.systems & 1 << UInt32(system) != 0 {
                    index.wordSets.insert(word, in: range, into: set, index.words)
                }
            }
        }
    }
}
