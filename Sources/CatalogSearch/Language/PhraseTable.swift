/// The terms of the lexicon by their words, each with what it stands for.
struct PhraseTable {
    /// The longest term, in words; longer ones are not found.
    static let wordCountMax = 8

    private var alternatives: [UInt64: [Alternative]] = [:]
    /// By first word, the count of words of the longest term that starts with it.
    private var wordCounts: [Int32: Int] = [:]

    /// Adds what a term stands for.
    mutating func insert(_ term: ArraySlice<Int32>, _ new: [Alternative]) {
        guard let first = term.first, term.count <= Self.wordCountMax else { return }
        alternatives[Self.hash(term), default: []] += new
        wordCounts[first] = max(wordCounts[first] ?? 0, term.count)
    }

    /// What the term of exactly these words stands for; nil when there is no such term.
    func alternatives(of term: ArraySlice<Int32>) -> [Alternative]? { alternatives[Self.hash(term)] }

    /// The longest term at the start of these words; a negative number is a word nobody knows.
    func longestTerm(at words: ArraySlice<Int32>) -> (wordCount: Int, alternatives: [Alternative])? {
        guard let first = words.first, let longest = wordCounts[first] else { return nil }
        for count in stride(from: min(longest, words.count), through: 1, by: -1) {
            if let found = alternatives[Self.hash(words.prefix(count))] { return (count, found) }
        }
        return nil
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
