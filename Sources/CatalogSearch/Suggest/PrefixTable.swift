/// Which documents hold a word that starts with some letters.
struct PrefixTable {
    /// The words that documents hold, by their bytes.
    private let sorted: [Int32]
    /// By word, the documents that hold it, for frequent words.
    private let frequent: [Int32: BitSet]
    /// By prefix of up to three bytes, the documents, for those that many documents match.
    private var short: [[UInt8]: BitSet] = [:]

    /// What it costs to put one document after the other into a set; above it, sets are kept ready.
    private static let documentCountMax = 2_000
    private static let shortByteCount = 3

    init(vocabulary: Vocabulary, words: WordTable) {
        sorted = (0..<Int32(vocabulary.count)).filter { word in
            !words.documentRange(of: word).isEmpty && vocabulary[word].first != Exclusion.mark
        }.sorted { vocabulary[$0].lexicographicallyPrecedes(vocabulary[$1]) }
        var frequent: [Int32: BitSet] = [:]
        for word in sorted where words.documentRange(of: word).count > Self.documentCountMax {
            var set = BitSet(capacity: words.documentCount)
            for position in words.documentRange(of: word) { set.insert(Int(words.documents[position])) }
            frequent[word] = set
        }
        self.frequent = frequent
        for count in 1...Self.shortByteCount { keepSets(ofLength: count, vocabulary, words) }
    }

    private mutating func keepSets(ofLength count: Int, _ vocabulary: Vocabulary, _ words: WordTable) {
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
                for word in sorted[start..<end] { insertDocuments(of: word, into: &set, words) }
                short[prefix] = set
            }
            start = max(end, start + 1)
        }
    }

    /// Adds the documents of all words that start with a prefix to an empty set; returns whether there is such a word.
    func insertDocuments(
        withPrefix prefix: ArraySlice<UInt8>, into set: inout BitSet, _ vocabulary: Vocabulary, _ words: WordTable
    ) -> Bool {
        if prefix.count <= Self.shortByteCount, let ready = short[Array(prefix)] {
            set.formUnion(ready)
            return true
        }
        let matching = range(of: prefix, vocabulary)
        for word in sorted[matching] { insertDocuments(of: word, into: &set, words) }
        return !matching.isEmpty
    }

    /// Adds the documents of a word.
    func insertDocuments(of word: Int32, into set: inout BitSet, _ words: WordTable) {
        if let ready = frequent[word] {
            set.formUnion(ready)
        } else {
            set.insert(words.documents[words.documentRange(of: word)])
        }
    }

    /// Adds the documents of a word that lie in a run of numbers.
    func insertDocuments(of word: Int32, in range: Range<Int>, into set: inout BitSet, _ words: WordTable) {
        if let ready = frequent[word] {
            set.formUnion(ready, in: range)
        } else {
            let (first, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
            set.insert(words.documents[words.documentRange(of: word)].lazy.filter { $0 >= first && $0 < end })
        }
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
