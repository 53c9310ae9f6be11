/// What the words of the index stand for by their parts: `cholecystectomy` may be said as the excision of a gallbladder.
struct WordSplits {
    /// A way to say a word by its parts.
    struct Split {
        /// The words of its parts.
        var words: [Int32]
        /// The systems in which they stand for it, as a mask.
        var systems: UInt32
    }

    /// The ways to say those words that have parts.
    private var splits: [[Split]] = [[]]
    /// By word, where they are; 0 for words without.
    private var places: [UInt32] = []

    /// The most alternatives of one part, and the most ways to say a word.
    private static let alternativeCountMax = 3
    private static let readingCountMax = 6

    /// Splits all words of an index, which takes a few hundredths of a second.
    init(_ vocabulary: Vocabulary, _ affixes: AffixTable, wordWeights: [Float]) {
        places.reserveCapacity(vocabulary.count)
        for word in 0..<Int32(vocabulary.count) {
            let found = Self.splits(of: vocabulary[word], vocabulary, affixes, wordWeights)
            places.append(found.isEmpty ? 0 : UInt32(splits.count))
            if !found.isEmpty { splits.append(found) }
        }
    }

    /// The ways to say a word.
    subscript(word: Int32) -> [Split] { splits[Int(places[Int(word)])] }

    /// The ways to say a word that is not in the index.
    static func splits(of text: ArraySlice<UInt8>, with index: SearchIndex) -> [Split] {
        splits(of: text, index.vocabulary, index.affixes, index.wordWeights)
    }

    /// The parts of a word; what is left of it besides known parts must be a word that documents have.
    static func parts(of text: ArraySlice<UInt8>, with index: SearchIndex) -> [AffixTable.Part]? {
        parts(of: text, index.vocabulary, index.affixes, index.wordWeights)
    }

    private static func parts(
        of text: ArraySlice<UInt8>, _ vocabulary: Vocabulary, _ affixes: AffixTable, _ wordWeights: [Float]
    ) -> [AffixTable.Part]? {
        affixes.parts(of: text) { rest in
            guard let id = vocabulary.id(of: rest), wordWeights[Int(id)] > 0 else { return nil }
            return id
        }
    }

    private static func splits(
        of text: ArraySlice<UInt8>, _ vocabulary: Vocabulary, _ affixes: AffixTable, _ wordWeights: [Float]
    ) -> [Split] {
        guard let parts = parts(of: text, vocabulary, affixes, wordWeights), parts.contains(where: \.isSuffix) else {
            return []
        }
        var splits = [Split(words: [], systems: SystemTable.all)]
        for part in parts {
            splits = splits.flatMap { split in
                part.alternatives.prefix(alternativeCountMax).map {
                    Split(words: split.words + $0.words, systems: split.systems & $0.systems)
                }
            }
        }
        return splits.prefix(readingCountMax).filter { $0.systems != 0 }
    }
}
