/// The documents of words as bits: kept ready for frequent words, set one by one for others.
struct WordSets {
    /// By word, the number of the set kept for it; -1 for none.
    private var numbers: [Int32]
    /// The sets, one after the other.
    private var sets: [UInt64] = []
    /// The words of one set.
    private let setWordCount: Int

    /// What it costs to set one document after the other; above it, sets are kept ready.
    private static let documentCountMax = 2_000

    init(words: WordTable) {
        setWordCount = BitSet.wordCount(capacity: words.documentCount)
        numbers = [Int32](repeating: -1, count: max(0, words.documentStarts.count - 1))
        var count: Int32 = 0
        for word in numbers.indices {
            let documents = words.documentRange(of: Int32(word))
            guard documents.count > Self.documentCountMax else { continue }
            var set = BitSet(capacity: words.documentCount)
            for position in documents { set.insert(Int(words.documents[position])) }
            sets.append(contentsOf: set.words)
            numbers[word] = count
            count += 1
        }
    }

    /// Adds the documents of a word that lie in a run of numbers.
    func insert(_ word: Int32, in range: Range<Int>, into set: UnsafeMutablePointer<UInt64>, _ words: WordTable) {
        let number = Int(word) < numbers.count ? Int(numbers[Int(word)]) : -1
        if number >= 0, !range.isEmpty {
            sets.withUnsafeBufferPointer { sets in
                let start = number * setWordCount
                let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
                let head = UInt64.max << UInt64(range.lowerBound & 63)
                let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
                if first == last {
                    set[first] |= sets[start + first] & head & tail
                } else {
                    set[first] |= sets[start + first] & head
                    for index in (first + 1)..<last { set[index] |= sets[start + index] }
                    set[last] |= sets[start + last] & tail
                }
            }
        } else {
            words.documents.withUnsafeBufferPointer { documents in
                for position in words.positions(of: word, in: range) {
                    let document = Int(documents[position])
                    set[document >> 6] |= 1 << UInt64(document & 63)
                }
            }
        }
    }
}
