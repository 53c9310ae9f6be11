/// Which words of the vocabulary share a stem.
struct RelativesTable {
    private var stems: Vocabulary
    private var families: [[Int32]] = []
    private var familyOfWord: [Int32]

    /// By word, the number of its stem; every word has one.
    static func stems(of vocabulary: Vocabulary) -> [Int32] {
        var stems = Vocabulary(capacity: vocabulary.count)
        return (0..<Int32(vocabulary.count)).map { stems.insert(WordForms.stem(vocabulary[$0])) }
    }

    /// The families among the words that documents hold.
    init(vocabulary: Vocabulary, documentCounts: [Int32]) {
        familyOfWord = [Int32](repeating: -1, count: vocabulary.count)
        stems = Vocabulary(capacity: vocabulary.count)
        for word in 0..<Int32(vocabulary.count) {
            let text = vocabulary[word]
            guard text.count >= 5, text.allSatisfy({ $0 >= UInt8(ascii: "a") }) else { continue }
            let stem = Int(stems.insert(WordForms.stem(text)))
            if stem == families.count { families.append([]) }
            familyOfWord[Int(word)] = Int32(stem)
            if documentCounts[Int(word)] > 0 { families[stem].append(word) }
        }
        for index in families.indices {
            families[index].sort { documentCounts[Int($0)] > documentCounts[Int($1)] }
            families[index] = Array(families[index].prefix(RankingWeights.relativeCountMax))
        }
    }

    /// The most frequent word that shares the stem of one the vocabulary does not have; nil when there is none.
    func relative(ofUnknown word: ArraySlice<UInt8>) -> Int32? {
        guard word.count >= 5, let stem = stems.id(of: WordForms.stem(word)) else { return nil }
        return families[Int(stem)].first
    }

    /// The words that share the stem of a word, itself among them when documents hold it, most frequent first.
    func family(of word: Int32) -> [Int32] {
        let family = familyOfWord[Int(word)]
        return family < 0 ? [] : families[Int(family)]
    }
}
