/// Which words each document holds and which documents hold each word.
struct WordTable {
    /// A word of a document: its number and the best field it stands in.
    struct Entry {
        /// Word number in the upper 24 bits, field in the lower 8.
        var packed: UInt32

        init(word: Int32, field: SearchField) { packed = UInt32(bitPattern: word) << 8 | UInt32(field.rawValue) }

        /// The word's number.
        @inline(__always) var word: Int { Int(packed >> 8) }
        /// The field's number.
        @inline(__always) var field: Int { Int(packed & 0xFF) }
    }

    /// The most words a vocabulary may have, by the bits of ``Entry``.
    static let wordCountMax = 1 << 24

    /// By document, its words in ascending order.
    private(set) var entries: [Entry] = []
    private(set) var entryEnds: [UInt32] = []
    /// By word, its documents in ascending order.
    private(set) var documents: [UInt32] = []
    private(set) var documentStarts: [UInt32] = []

    /// Adds a document after those before it; `words` is sorted by word and has each one once.
    mutating func append(_ words: [Entry]) {
        entries.append(contentsOf: words)
        entryEnds.append(UInt32(entries.count))
    }

    /// Inverts the table, after the last document.
    mutating func invert(wordCount: Int) {
        documentStarts = [UInt32](repeating: 0, count: wordCount + 1)
        for entry in entries { documentStarts[entry.word + 1] += 1 }
        for index in 0..<wordCount { documentStarts[index + 1] += documentStarts[index] }
        var next = documentStarts
        documents = [UInt32](repeating: 0, count: entries.count)
        var start = 0
        for document in entryEnds.indices {
            let end = Int(entryEnds[document])
            for index in start..<end {
                let word = entries[index].word
                documents[Int(next[word])] = UInt32(document)
                next[word] += 1
            }
            start = end
        }
    }

    /// How many documents there are.
    var documentCount: Int { entryEnds.count }

    /// Where the words of a document lie in ``entries``.
    @inline(__always)
    func entryRange(of document: Int) -> Range<Int> {
        (document == 0 ? 0 : Int(entryEnds[document - 1]))..<Int(entryEnds[document])
    }

    /// Where the documents of a word lie in ``documents``; nowhere for a word that came after the inversion.
    @inline(__always)
    func documentRange(of word: Int32) -> Range<Int> {
        let word = Int(word)
        guard word + 1 < documentStarts.count else { return 0..<0 }
        return Int(documentStarts[word])..<Int(documentStarts[word + 1])
    }

    /// Where the documents of a word that lie in a run of numbers lie in ``documents``.
    func positions(of word: Int32, in run: Range<Int>) -> Range<Int> {
        var positions = documentRange(of: word)
        if run.lowerBound > 0 { positions = partition(positions, at: run.lowerBound)..<positions.upperBound }
        if run.upperBound < documentCount {
            positions = positions.lowerBound..<partition(positions, at: run.upperBound)
        }
        return positions
    }

    /// The first of these positions, all of one word, whose document is not before another one.
    private func partition(_ positions: Range<Int>, at document: Int) -> Int {
        var (low, high) = (positions.lowerBound, positions.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if documents[middle] < document { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
