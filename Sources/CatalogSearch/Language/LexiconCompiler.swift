internal import CatalogModel

/// Turns lexicon lines into numbers of words that documents hold.
///
/// A word of an expansion that no document holds is itself read by the lexicon, so that `lap chole` may say
/// `laparoscopic cholecystectomy`; what nobody knows is left out.
struct LexiconCompiler {
    /// The words, those of the lexicon's terms added.
    private(set) var vocabulary: Vocabulary
    /// The terms.
    private(set) var phrases = PhraseTable()
    /// The word parts.
    private(set) var affixes = AffixTable()
    /// By word, whether it is one that only a misspelling or foreign spelling has.
    private(set) var isMisspelling: [Bool] = []

    private let words: WordTable
    private let systems: SystemTable
    private var entriesByWord: [Int32: [Int]] = [:]
    private var entries: [LexiconEntry] = []
    private var buffer = TokenBuffer()

    /// The most alternatives one line may grow to.
    private static let alternativeCountMax = 12
    /// How often an expansion may be expanded.
    private static let depthMax = 2

    init(vocabulary: Vocabulary, words: WordTable, systems: SystemTable) {
        self.vocabulary = vocabulary
        self.words = words
        self.systems = systems
    }

    /// Reads the lines.
    mutating func compile(_ entries: [LexiconEntry]) {
        self.entries = entries
        var terms: [[Int32]] = []
        for (index, entry) in entries.enumerated() {
            buffer.read(entry.term)
            let term = entry.kind == .affix ? [] : buffer.tokens.map { vocabulary.insert(buffer.bytes[$0.bytes]) }
            terms.append(term)
            if term.count == 1 { entriesByWord[term[0], default: []].append(index) }
        }
        findMisspellings(entries, terms)
        let stopWords = CommonWords.stop.compactMap { vocabulary.id(of: ArraySlice($0.utf8)) }
        phrases = PhraseTable(stems: RelativesTable.stems(of: vocabulary), stopWords: Set(stopWords))
        for (index, entry) in entries.enumerated() where entry.kind == .affix {
            affixes.insert(entry.term, alternatives: alternatives(of: entry, term: terms[index], depth: 0))
        }
        for (index, entry) in entries.enumerated() where entry.kind != .affix {
            let found = alternatives(of: entry, term: terms[index], depth: 0)
            if !found.isEmpty { phrases.insert(terms[index][...], found) }
        }
        affixes.finish()
    }

    /// Words that stand in terms of kind `spell` and nowhere else are what people type, not what they mean.
    private mutating func findMisspellings(_ entries: [LexiconEntry], _ terms: [[Int32]]) {
        isMisspelling = (0..<Int32(vocabulary.count)).map { words.documentRange(of: $0).isEmpty }
        for (entry, term) in zip(entries, terms) where entry.kind != .spell {
            for word in term { isMisspelling[Int(word)] = false }
        }
    }

    private mutating func alternatives(of entry: LexiconEntry, term: [Int32], depth: Int) -> [Alternative] {
        var found: [Alternative] = []
        var weight = Float(entry.weight)
        let mask = systems.mask(of: entry.system)
        for text in entry.alternatives {
            for words in readings(of: text, within: mask, except: term, depth: depth) {
                guard found.count < Self.alternativeCountMax, words != term else { continue }
                found.append(Alternative(words: words, weight: weight, systems: mask, kind: entry.kind))
            }
            weight *= RankingWeights.laterAlternative
        }
        return found
    }

    /// The ways to say a text in words that documents hold.
    private mutating func readings(of text: String, within mask: UInt32, except term: [Int32], depth: Int) -> [[Int32]]
    {
        buffer.read(text)
        var readings: [[Int32]] = [[]]
        for word in buffer.tokens.map({ Array(buffer.bytes[$0.bytes]) }) {
            if CommonWords.stop.contains(String(decoding: word, as: UTF8.self)) { continue }
            let options = options(for: word[...], within: mask, except: term, depth: depth)
            guard !options.isEmpty else { continue }
            let grown = readings.flatMap { reading in options.map { reading + $0.filter { !reading.contains($0) } } }
            readings = Array(grown.prefix(Self.alternativeCountMax))
        }
        return readings.filter { !$0.isEmpty }
    }

    private mutating func options(
        for word: ArraySlice<UInt8>, within mask: UInt32, except term: [Int32], depth: Int
    ) -> [[Int32]] {
        if let id = vocabulary.id(of: word), !words.documentRange(of: id).isEmpty { return [[id]] }
        guard depth < Self.depthMax else { return [] }
        if let id = vocabulary.id(of: word), [id] != term, let known = entriesByWord[id] {
            return known.prefix(2).flatMap { index in
                alternatives(of: entries[index], term: [id], depth: depth + 1)
                    .filter { $0.systems & mask != 0 }.prefix(3).map(\.words)
            }
        }
        let parts = affixes.parts(of: word) { rest in
            vocabulary.id(of: rest).flatMap { words.documentRange(of: $0).isEmpty ? nil : $0 }
        }
        guard let parts else { return [] }
        return parts.reduce([[]]) { readings, part in
            readings.flatMap { reading in part.alternatives.prefix(2).map { reading + $0.words } }
        }
    }
}
