/// The terms of the lexicon by their words, each with what it stands for.
struct PhraseTable {
    /// The longest term, in words; longer ones are not found.
    static let wordCountMax = 8

    private var alternatives: [UInt64: [Alternative]] = [:]
    /// The same by the stems of the words, for terms that are typed in another form.
    private var alternativesByStem: [UInt64: [Alternative]] = [:]
    private var stems: [Int32] = []
    /// By first word, the count of words of the longest term that starts with it.
    private var wordCounts: [Int32: Int] = [:]
    private var wordCountsByStem: [Int32: Int] = [:]

    /// A table without terms.
    ///
    /// - Parameter stems: by word, the number of its stem.
    init(stems: [Int32]) {
        self.stems = stems
    }

    /// Adds what a term stands for.
    mutating func insert(_ term: ArraySlice<Int32>, _ new: [Alternative]) {
        guard let first = term.first, term.count <= Self.wordCountMax else { return }
        alternatives[Self.hash(term), default: []] += new
        wordCounts[first] = max(wordCounts[first] ?? 0, term.count)
        let byStem = stems(of: term)
        alternativesByStem[Self.hash(byStem), default: []] += new
        wordCountsByStem[byStem[0]] = max(wordCountsByStem[byStem[0]] ?? 0, term.count)
    }

    /// The longest term at the start of these words, in the very words or in other forms of them; a negative number is
    /// a word nobody knows.
    func longestTerm(at words: ArraySlice<Int32>) -> (wordCount: Int, alternatives: [Alternative])? {
        guard let first = words.first, first >= 0 else { return nil }
        let words = words.prefix(Self.wordCountMax).prefix { $0 >= 0 }
        let stems = stems(of: words)
        let longest = wordCounts[first] ?? 0
        let longestByStem = wordCountsByStem[stems[0]] ?? 0
        for count in stride(from: min(max(longest, longestByStem), words.count), through: 1, by: -1) {
            if let found = alternatives[Self.hash(words.prefix(count))] { return (count, found) }
            if let found = alternativesByStem[Self.hash(stems.prefix(count))] { return (count, found) }
        }
        return nil
    }

    private func stems(of words: ArraySlice<Int32>) -> ArraySlice<Int32> {
        words.map { Int($0) < stems.count ? stems[Int($0)] : $0 }[...]
    }

    private static func hash(_ term: ArraySlice<Int32>) -> UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for word in term {
            hash = (hash ^ UInt64(UInt32(bitPattern: word))) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 29
        }
        return hash
    }
}
