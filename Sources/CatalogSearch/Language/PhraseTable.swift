/// The terms of the lexicon by their words, each with what it stands for.
///
/// Words that say nothing count only where a term starts: `hit by a car` is found in `hit by car`. A term of two words
/// is found the other way round too: `arthritis of the hip` for `hip arthritis`.
struct PhraseTable {
    /// The longest term, in words; longer ones are not found.
    static let wordCountMax = 8

    private var alternatives: [UInt64: [Alternative]] = [:]
    /// The same by the stems of the words, for terms that are typed in another form.
    private var alternativesByStem: [UInt64: [Alternative]] = [:]
    /// By word, the number of its stem.
    private let stems: [Int32]
    /// The words that say nothing.
    private let stopWords: Set<Int32>
    /// By the stem of the first word, the count of words of the longest term that starts with it.
    private var wordCounts: [Int32: Int] = [:]

    /// A table without terms.
    ///
    /// - Parameters:
    ///   - stems: by word, the number of its stem.
    ///   - stopWords: the words that say nothing.
    init(stems: [Int32] = [], stopWords: Set<Int32> = []) {
        self.stems = stems
        self.stopWords = stopWords
    }

    /// Adds what a term stands for.
    mutating func insert(_ term: ArraySlice<Int32>, _ new: [Alternative]) {
        let term = withoutStopWords(term)
        guard let first = term.first, term.count <= Self.wordCountMax else { return }
        alternatives[Self.hash(term), default: []].merge(new)
        alternativesByStem[Self.hash(stems(of: term)), default: []].merge(new)
        wordCounts[stem(of: first)] = max(wordCounts[stem(of: first)] ?? 0, term.count)
        if term.count == 2, let last = term.last {
            wordCounts[stem(of: last)] = max(wordCounts[stem(of: last)] ?? 0, term.count)
        }
    }

    /// The longest term at the start of these words, in the very words or in other forms of them; a negative number is
    /// a word nobody knows.
    func longestTerm(at words: ArraySlice<Int32>) -> (wordCount: Int, alternatives: [Alternative])? {
        guard let first = words.first, first >= 0, let longest = wordCounts[stem(of: first)] else { return nil }
        var term: [Int32] = []
        var wordCounts: [Int] = []
        for (place, word) in words.enumerated() where place == 0 || !stopWords.contains(word) {
            guard word >= 0, term.count < longest else { break }
            term.append(word)
            wordCounts.append(place + 1)
        }
        for count in stride(from: term.count, through: 1, by: -1) {
            if count == 1, let found = pair(words) { return (2, found) }
            if let found = alternatives(of: term[..<count]) { return (wordCounts[count - 1], found) }
            if count == 2, let found = alternatives(of: [term[1], term[0]]) { return (wordCounts[1], found) }
        }
        return nil
    }

    /// What a word and one after it that says nothing stand for together: `born with`.
    private func pair(_ words: ArraySlice<Int32>) -> [Alternative]? {
        let pair = words.prefix(2)
        guard let last = pair.last, pair.count == 2, stopWords.contains(last) else { return nil }
        return alternatives(of: pair)
    }

    private func alternatives(of term: ArraySlice<Int32>) -> [Alternative]? {
        alternatives[Self.hash(term)] ?? alternativesByStem[Self.hash(stems(of: term))]
    }

    /// The words without those that say nothing; the first one stays, and so does a second one that is the last.
    private func withoutStopWords(_ words: ArraySlice<Int32>) -> ArraySlice<Int32> {
        let kept = words.prefix(1) + words.dropFirst().filter { !stopWords.contains($0) }
        return (kept.count < 2 ? Array(words) : Array(kept))[...]
    }

    private func stem(of word: Int32) -> Int32 { Int(word) < stems.count ? stems[Int(word)] : word }

    private func stems(of words: ArraySlice<Int32>) -> ArraySlice<Int32> { words.map(stem)[...] }

    private static func hash(_ term: ArraySlice<Int32>) -> UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for word in term {
            hash = (hash ^ UInt64(UInt32(bitPattern: word))) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 29
        }
        return hash
    }
}
