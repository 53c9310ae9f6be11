/// How often keys were asked for of late, by their hashes and about right: a count-min sketch of four-bit counters.
///
/// A key has four counters in one block of 64 bytes, so that adding and asking touch one cache line; the smallest of
/// the four is the estimate, 0...15. All counters are halved when twenty questions have come for each entry held, so
/// that old fame fades (Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", 2017).
///
/// Owned by the shard whose keys it counts.
@usableFromInline
struct FrequencySketch {
    /// Questions per entry held between two halvings. At ten, a loop of 13 times the capacity is forgotten before it
    /// comes round (decision 0002).
    static let questionsPerEntry = 20
    private static let wordsPerBlock = 8

    private var words = [UInt64](repeating: 0, count: wordsPerBlock)
    private var additions = 0

    init() {}

    /// What the counters take, in bytes.
    var byteCount: Int { words.capacity * MemoryLayout<UInt64>.stride + EntryDirectory.arrayByteCount }

    /// What they may take for an entry: up to two words for each of half again as many places.
    static var entryCost: Int { 3 * MemoryLayout<UInt64>.stride }

    /// Counts a question. O(1), except that one in many halves all counters.
    ///
    /// - Parameter entryCount: How many entries there are now.
    @usableFromInline mutating func add(_ hash: Int, entryCount: Int) {
        let mixed = Self.mixed(hash)
        let block = blockStart(mixed)
        var isCounted = false
        for row in 0..<4 {
            let (word, shift) = Self.counter(mixed, row: row)
            if (words[block + word] >> shift) & 15 < 15 {
                words[block + word] += 1 << shift
                isCounted = true
            }
        }
        guard isCounted else { return }
        additions += 1
        if additions >= Self.questionsPerEntry * max(entryCount, Self.wordsPerBlock) { halve() }
    }

    /// About how often this key was asked for, 0...15. Never too low except by halving.
    func estimate(_ hash: Int) -> Int {
        let mixed = Self.mixed(hash)
        let block = blockStart(mixed)
        var least: UInt64 = 15
        for row in 0..<4 {
            let (word, shift) = Self.counter(mixed, row: row)
            least = min(least, (words[block + word] >> shift) & 15)
        }
        return Int(least)
    }

    /// Makes room for so many entries: sixteen counters for each. Estimates stay what they were.
    mutating func reserve(entryCount: Int) {
        while words.count < entryCount { words += words }
    }

    private mutating func halve() {
        for index in words.indices { words[index] = (words[index] >> 1) & 0x7777_7777_7777_7777 }
        additions /= 2
    }

    private static func mixed(_ hash: Int) -> UInt64 {
        let product = UInt64(bitPattern: Int64(hash)) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }

    private func blockStart(_ mixed: UInt64) -> Int {
        Int(truncatingIfNeeded: mixed & 0xFFFF_FFFF) & (words.count - 1) & ~(Self.wordsPerBlock - 1)
    }

    /// The counter of a row in its block: two words for each row, chosen by one byte of the hash.
    private static func counter(_ mixed: UInt64, row: Int) -> (word: Int, shift: UInt64) {
        let choice = (mixed >> UInt64(32 + 8 * row)) & 31
        return (row * 2 + Int(choice & 1), (choice >> 1) * 4)
    }
}
