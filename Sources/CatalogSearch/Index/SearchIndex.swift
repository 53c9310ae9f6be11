public import CatalogModel

/// Everything searchable of one catalog revision, in memory. Never changes once built, so any number of threads read it.
///
/// Documents are numbered in key order: the codes that start with a prefix are a range of numbers, and equal scores are
/// told apart by the number alone.
public final class SearchIndex: Sendable {
    /// The words.
    let vocabulary: Vocabulary
    /// Which documents hold them.
    let words: WordTable
    /// What else is known of the documents.
    let documents: DocumentTable
    /// Terms that lead to documents.
    let knowledge: Knowledge
    /// What the places of their codes mean.
    let axes: AxisTable
    /// Whole wordings.
    let wordings: WordingTable
    /// The lexicon's terms.
    let phrases: PhraseTable
    /// The lexicon's word parts.
    let affixes: AffixTable
    /// Words by what their parts say.
    let splits: WordSplits
    /// Words by stem.
    let relatives: RelativesTable
    /// Words by misspelling.
    let typos: TypoTable
    /// Documents by word, as bits.
    let wordSets: WordSets
    /// Documents by the start of their words.
    let prefixes: PrefixTable
    /// Documents by the start of their code.
    let families: FamilyTable
    /// By word: √idf, 0 for a word no document holds.
    let wordWeights: [Float]
    /// By word: what a descriptor that has it costs when the query does not say it.
    let unaskedCosts: [Float]
    /// By document: what its descriptor costs when the query says nothing of it; 0 or less.
    let standing: [Float]
    /// By 64 documents, the greatest of ``standing``.
    let standingMaxima: [Float]
    /// By system, its documents, which lie side by side.
    let systemRanges: [Range<Int>]
    /// By word and system, how much of the word belongs to the system: shares of 1.
    let affinities: [Float]
    /// By word and system, whether the system's descriptors start with the word wherever they have it.
    let leads: [Bool]
    /// By word: which ones say little.
    let roles: [WordRole]

    /// How many documents there are.
    public var documentCount: Int { documents.count }
    /// How many different words there are, those of the lexicon among them.
    public var wordCount: Int { vocabulary.count }

    init(
        vocabulary: Vocabulary, words: WordTable, documents: DocumentTable, knowledge: Knowledge, axes: AxisTable,
        wordings: WordingTable, phrases: PhraseTable, affixes: AffixTable, relatives: RelativesTable, typos: TypoTable,
        wordSets: WordSets, families: FamilyTable, wordWeights: [Float], unaskedCosts: [Float], standing: [Float],
        affinities: [Float], leads: [Bool], roles: [WordRole]
    ) {
        self.vocabulary = vocabulary
        self.words = words
        self.documents = documents
        self.knowledge = knowledge
        self.axes = axes
        self.wordings = wordings
        self.phrases = phrases
        self.affixes = affixes
        self.splits = WordSplits(vocabulary, affixes, wordWeights: wordWeights)
        self.relatives = relatives
        self.typos = typos
        self.wordSets = wordSets
        self.prefixes = PrefixTable(vocabulary: vocabulary, words: words, sets: wordSets)
        self.families = families
        self.wordWeights = wordWeights
        self.unaskedCosts = unaskedCosts
        self.standing = standing
        self.standingMaxima = stride(from: 0, to: standing.count, by: 64).map { start in
            standing[start..<min(start + 64, standing.count)].max() ?? 0
        }
        self.systemRanges = documents.systems.systems.indices.prefix(SystemTable.countMax).map {
            documents.documents(ofSystem: $0)
        }
        self.affinities = affinities
        self.leads = leads
        self.roles = roles
    }
}

/// What a word does in a query.
enum WordRole: UInt8 {
    /// Says what is looked for.
    case content
    /// Says little.
    case weak
    /// Says nothing.
    case stop
    /// Excludes what follows.
    case negation
}

extension SearchIndex {
    /// Whether a document of a system has a word.
    func isUsed(_ word: Int32, in system: Int) -> Bool {
        affinities[Int(word) * documents.systems.systems.count + system] > 0
    }

    /// The text shown for a code; nil when the index has no such code.
    public func display(of key: CodeKey) -> String? { document(of: key).map { documents.display(of: $0) } }

    /// The first document of a code; nil when the index has no such code.
    func document(of key: CodeKey) -> Int? {
        guard let number = documents.systems.systems.firstIndex(of: key.system) else { return nil }
        let range = documents.documents(
            in: documents.documents(ofSystem: number), withPrefix: ArraySlice(key.code.utf8))
        return range.first { documents.code(of: $0).count == key.code.utf8.count }
    }
}
