/// Whole wordings and the documents they name: descriptors, synonyms, index entries, inclusion terms.
struct WordingTable {
    private var hashes: [UInt64] = []
    private var starts: [UInt32] = []
    private var ends: [UInt32] = []
    /// By the first bits of a hash, where hashes that start with them begin.
    private var buckets: [UInt32] = []
    private var pending: [(hash: UInt64, start: UInt32, end: UInt32)] = []

    private static let bucketBits: UInt64 = 14

    /// Adds a wording of these documents.
    mutating func insert(_ hash: UInt64, documents: Range<Int>) {
        guard !documents.isEmpty else { return }
        pending.append((hash, UInt32(documents.lowerBound), UInt32(documents.upperBound)))
    }

    /// Makes the table ready for lookups, after the last wording.
    mutating func finish() {
        pending.sort { ($0.hash, $0.start, $0.end) < ($1.hash, $1.start, $1.end) }
        hashes = pending.map(\.hash)
        starts = pending.map(\.start)
        ends = pending.map(\.end)
        pending = []
        buckets = [UInt32](repeating: 0, count: (1 << Int(Self.bucketBits)) + 1)
        for hash in hashes { buckets[Int(hash >> (64 - Self.bucketBits)) + 1] += 1 }
        for index in 1..<buckets.count { buckets[index] += buckets[index - 1] }
    }

    /// The documents that have a wording.
    func documents(of hash: UInt64) -> [Range<Int>] {
        let bucket = Int(hash >> (64 - Self.bucketBits))
        var low = Int(buckets[bucket])
        var high = Int(buckets[bucket + 1])
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        var found: [Range<Int>] = []
        while low < hashes.count, hashes[low] == hash {
            found.append(Int(starts[low])..<Int(ends[low]))
            low += 1
        }
        return found
    }

    /// The hash of a wording: its words in order, without those that say nothing.
    static func hash(of buffer: TokenBuffer) -> UInt64? {
        hash(of: buffer.tokens.lazy.map { buffer.bytes[$0.bytes] })
    }

    /// The hash of a wording given word by word.
    static func hash(of words: some Sequence<ArraySlice<UInt8>>) -> UInt64? {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        var count = 0
        for word in words {
            word.withUnsafeBufferPointer { word in
                if joins(word) { return }
                hash = (hash ^ Vocabulary.hash(word)) &* 0xBF58_476D_1CE4_E5B9
                hash ^= hash >> 29
                count += 1
            }
        }
        return count == 0 ? nil : hash
    }

    /// Whether it is `of`, `and`, `the`, `with` or the like, which wordings of the same thing differ in.
    private static func joins(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        switch word.count {
        case 2: word.elementsEqual("of".utf8) || word.elementsEqual("in".utf8) || word.elementsEqual("to".utf8)
        case 3: word.elementsEqual("and".utf8) || word.elementsEqual("the".utf8)
        case 4: word.elementsEqual("with".utf8)
        default: false
        }
    }
}
