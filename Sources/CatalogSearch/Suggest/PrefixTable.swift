/// Which documents hold a word that starts with some letters.
struct PrefixTable {
    /// The words that documents hold, by their bytes.
    private let sorted: [Int32]
    /// By prefix of up to three bytes, the documents, for those that many documents match.
    private var short: [[UInt8]: BitSet] = [:]

    /// What it costs to put one document after the other into a set; above it, sets are kept ready.
    private static let documentCountMax = 2_000
    private static let shortByteCount = 3

    init(vocabulary: Vocabulary, words: WordTable, sets: WordSets) {
        sorted = (0..<Int32(vocabulary.count)).filter { word in
            !words.documentRange(of: word).isEmpty && vocabulary[word].first != Exclusion.mark
        }.sorted { vocabulary[$0].lexicographicallyPrecedes(vocabulary[$1]) }
        for count in 1...Self.shortByteCount { keepSets(ofLength: count, vocabulary, words, sets) }
    }

    private mutating func keepSets(
        ofLength count: Int, _ vocabulary: Vocabulary, _ words: WordTable, _ sets: WordSets
    ) {
        var start = 0
        while start < sorted.count {
            let prefix = Array(vocabulary[sorted[start]].prefix(count))
            var end = start
            var documentCount = 0
            while end < sorted.count, vocabulary[sorted[end]].starts(with: prefix) {
                documentCount += words.documentRange(of: sorted[end]).count
                end += 1
            }
            if prefix.count == count, documentCount > Self.documentCountMax {
                var set = BitSet(capacity: words.documentCount)
                insert(start..<end, into: &set, words, sets)
                short[prefix] = set
            }
            start = max(end, start + 1)
        }
    }

    private func insert(_ range: Range<Int>, into set: inout BitSet, _ words: WordTable, _ sets: WordSets) {
        set.withWords { set in
            for word in sorted[range] { sets.insert(word, in: 0..<words.documentCount, into: set, words) }
        }
    }

    /// Adds the documents of all words that start with a prefix to an empty set; returns whether there is such a word.
    func insertDocuments(withPrefix prefix: ArraySlice<UInt8>, into set: inout BitSet, of index: SearchIndex) -> Bool {
        if prefix.count <= Self.shortByteCount, let ready = short[Array(prefix)] {
            set.formUnion(ready)
            return true
        }
        let matching = range(of: prefix, index.vocabulary)
        insert(matching, into: &set, index.words, index.wordSets)
        return !matching.isEmpty
    }

    private func range(of prefix: ArraySlice<UInt8>, _ vocabulary: Vocabulary) -> Range<Int> {
        let start = partition(0) { !vocabulary[$0].lexicographicallyPrecedes(prefix) }
        return start..<partition(start) { !vocabulary[$0].starts(with: prefix) }
    }

    private func partition(_ start: Int, where condition: (Int32) -> Bool) -> Int {
        var low = start
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if condition(sorted[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
