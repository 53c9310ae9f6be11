/// The documents to be ranked, by how many of the query's groups they have.
///
/// What it allocates serves one query after the other; one owner at a time.
struct MatchLevels {
    /// By count minus one, the documents that have just so many groups, in the chunks that ``filled`` names.
    private var levels: [BitChunk] = []
    /// By count minus one, a bit for each chunk of the level that has a document.
    private var filled: [UInt64] = []
    private let chunkCount: Int
    /// How many words have a bit for each chunk.
    private let filledWordCount: Int

    init(index: SearchIndex) {
        chunkCount = BitSet.chunkCount(capacity: index.documentCount)
        filledWordCount = (chunkCount + 63) / 64
    }

    /// Sorts documents by how many groups they have, 512 at a time: who has one group more is one level up.
    ///
    /// - Parameters:
    ///   - least: the fewest groups that count, 1 or more.
    ///   - admitted: the documents that may match.
    ///   - pending: those of them that are to be ranked.
    ///   - matches: takes the admitted documents that have so many groups.
    /// - Returns: how many there are.
    mutating func fill(
        _ sets: GroupSets, atLeast least: Int, of admitted: BitSet, pending: BitSet, into matches: inout BitSet
    ) -> Int {
        if levels.count < sets.count * chunkCount {
            levels = [BitChunk](repeating: BitChunk(), count: sets.count * chunkCount)
            filled = [UInt64](repeating: 0, count: sets.count * filledWordCount)
        }
        for index in 0..<(sets.count * filledWordCount) { filled[index] = 0 }
        var counter = BitCounter()
        withUnsafeTemporaryAllocation(of: BitChunk.self, capacity: sets.count) { having in
            for chunk in 0..<chunkCount {
                let may = admitted[chunk: chunk]
                var any = BitChunk()
                for place in 0..<sets.count { any |= sets.chunk(chunk, of: place) }
                if !(any & may).hasBits {
                    matches[chunk: chunk] = BitChunk()
                    continue
                }
                having.initialize(repeating: BitChunk())
                for place in 0..<sets.count {
                    let set = sets.chunk(chunk, of: place)
                    for level in stride(from: place, to: 0, by: -1) { having[level] |= having[level - 1] & set }
                    having[0] |= set
                }
                let found = having[least - 1] & may
                matches[chunk: chunk] = found
                if !found.hasBits { continue }
                counter.add(found)
                let open = pending[chunk: chunk]
                for level in (least - 1)..<sets.count {
                    let more = level + 1 < sets.count ? having[level + 1] : BitChunk()
                    let just = having[level] & ~more & open
                    if !just.hasBits { continue }
                    levels[level * chunkCount + chunk] = just
                    filled[level * filledWordCount + chunk >> 6] |= 1 << UInt64(chunk & 63)
                }
            }
        }
        return counter.count
    }

    /// Calls the body for 64 documents at a time, of which some in a range have just so many groups: with the number of
    /// the first of them divided by 64, and a bit for each.
    @inline(__always)
    func forEachWord(in range: Range<Int>, count: Int, _ body: (_ word: Int, _ documents: UInt64) -> Void) {
        guard !range.isEmpty else { return }
        let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
        levels.withUnsafeBytes { levels in
            for index in (first >> 9)...(last >> 9) {
                var chunks = filled[(count - 1) * filledWordCount + index]
                while chunks != 0 {
                    let chunk = index << 6 | chunks.trailingZeroBitCount
                    chunks &= chunks - 1
                    for word in (chunk << 3)..<((chunk + 1) << 3) where first <= word && word <= last {
                        var documents = levels.load(
                            fromByteOffset: ((count - 1) * chunkCount << 3 + word) << 3, as: UInt64.self)
                        if documents == 0 { continue }
                        if word == first { documents &= UInt64.max << UInt64(range.lowerBound & 63) }
                        if word == last { documents &= UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63) }
                        body(word, documents)
                    }
                }
            }
        }
    }
}
