/// The terms of the lexicon by their words, each with what it stands for.
///
/// Words that say nothing count only where a term starts: `hit by a car` is found in `hit by car`. A term of two words
/// is found the other way round too: `arthritis of the hip` for `hip arthritis`.
struct PhraseTable {
    /// The longest term, in words; longer ones are not found.
    static let wordCountMax = 8

    /// What terms stand for, by their words and by the stems of these, for terms that are typed in another form.
    private var byWords = Meanings()
    private var byStems = Meanings()
    /// By word, the number of its stem.
    private let stems: [Int32]
    /// By word, whether it says nothing.
    private var isStopWord: [Bool]
    /// By the stem of the first word, the count of words of the longest term that starts with it.
    private var wordCounts: [UInt8]

    private struct Meanings {
        var numbers = TermNumbers()
        var alternatives: [[Alternative]] = []

        mutating func insert(_ hash: UInt64, _ new: [Alternative]) {
            let number = numbers.insert(hash)
            if number == alternatives.count { alternatives.append([]) }
            alternatives[number].merge(new)
        }

        subscript(hash: TermHash) -> [Alternative]? { numbers[hash.value].map { alternatives[$0] } }
    }

    /// A table without terms.
    ///
    /// - Parameters:
    ///   - stems: by word, the number of its stem.
    ///   - stopWords: the words that say nothing.
    init(stems: [Int32] = [], stopWords: Set<Int32> = []) {
        self.stems = stems
        isStopWord = [Bool](repeating: false, count: stems.count)
        for word in stopWords { isStopWord[Int(word)] = true }
        wordCounts = [UInt8](repeating: 0, count: stems.count)
    }

    /// Adds what a term stands for; its words have stems.
    mutating func insert(_ term: ArraySlice<Int32>, _ new: [Alternative]) {
        let term = withoutStopWords(term)
        guard let first = term.first, let last = term.last, term.count <= Self.wordCountMax else { return }
        var (words, wordStems) = (TermHash(), TermHash())
        for word in term {
            words.append(word)
            wordStems.append(stem(of: word))
        }
        byWords.insert(words.value, new)
        byStems.insert(wordStems.value, new)
        for word in term.count == 2 ? [first, last] : [first] {
            let stem = Int(stem(of: word))
            wordCounts[stem] = max(wordCounts[stem], UInt8(term.count))
        }
    }

    /// The longest term at the start of these words, in the very words or in other forms of them; a negative number is
    /// a word nobody knows. Allocates nothing.
    func longestTerm(at words: ArraySlice<Int32>) -> (wordCount: Int, alternatives: [Alternative])? {
        guard let first = words.first, first >= 0 else { return nil }
        let longest = Int(wordCounts[Int(stem(of: first))])
        guard longest > 0 else { return nil }
        // By count minus one, the hashes of the first words that say something, and how many words of the text they
        // take.
        var hashes = InlineArray<8, TermHash>(repeating: TermHash())
        var stemHashes = hashes
        var wordCounts = InlineArray<8, Int>(repeating: 0)
        var (count, second) = (0, first)
        var (hash, stemHash) = (TermHash(), TermHash())
        for (place, word) in words.enumerated() where place == 0 || word < 0 || !isStopWord[Int(word)] {
            guard word >= 0, count < longest else { break }
            hash.append(word)
            stemHash.append(stem(of: word))
            (hashes[count], stemHashes[count], wordCounts[count]) = (hash, stemHash, place + 1)
            if count == 1 { second = word }
            count += 1
        }
        for count in stride(from: count, through: 1, by: -1) {
            if count == 1, let found = pair(words) { return (2, found) }
            if let found = byWords[hashes[count - 1]] ?? byStems[stemHashes[count - 1]] {
                return (wordCounts[count - 1], found)
            }
            if count == 2, let found = alternatives(of: second, first) { return (wordCounts[1], found) }
        }
        return nil
    }

    /// What a word and one after it that says nothing stand for together: `born with`.
    private func pair(_ words: ArraySlice<Int32>) -> [Alternative]? {
        guard words.count > 1, let first = words.first else { return nil }
        let last = words[words.startIndex + 1]
        return last >= 0 && isStopWord[Int(last)] ? alternatives(of: first, last) : nil
    }

    private func alternatives(of first: Int32, _ last: Int32) -> [Alternative]? {
        byWords[TermHash(first, last)] ?? byStems[TermHash(stem(of: first), stem(of: last))]
    }

    /// The words without those that say nothing; the first one stays, and so does a second one that is the last.
    private func withoutStopWords(_ words: ArraySlice<Int32>) -> ArraySlice<Int32> {
        let kept = words.prefix(1) + words.dropFirst().filter { !isStopWord[Int($0)] }
        return (kept.count < 2 ? Array(words) : Array(kept))[...]
    }

    private func stem(of word: Int32) -> Int32 { stems[Int(word)] }
}

/// The hash of a run of words.
private struct TermHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    init() {}

    init(_ first: Int32, _ last: Int32) {
        append(first)
        append(last)
    }

    @inline(__always)
    mutating func append(_ word: Int32) {
        value = (value ^ UInt64(UInt32(bitPattern: word))) &* 0xBF58_476D_1CE4_E5B9
        value ^= value >> 29
    }
}
