public import CatalogModel

/// Builds a ``SearchIndex``: first the knowledge, then the documents in key order, then ``finish()``.
public struct SearchIndexBuilder {
    private let lexicon: Lexicon
    private var knowledge: Knowledge
    private var vocabulary = Vocabulary(capacity: 1 << 16)
    private var words = WordTable()
    private var documents = DocumentTable()
    private var wordings = WordingTable()
    private var structure: CodeStructure
    private var axes = AxisTable()
    /// By number of an axis value, its words.
    private var axisWords: [[Int32]] = []
    private var buffer = TokenBuffer()
    private var entries: [WordTable.Entry] = []
    /// The headers the next document may stand under, outermost first, with the words they give to what is below.
    private var headers: [(key: CodeKey, words: [Int32])] = []
    private var last: CodeKey?
    /// By document, the first word of its descriptor, -1 for none.
    private var firstWords: [Int32] = []

    /// A builder.
    ///
    /// - Parameters:
    ///   - lexicon: what words mean.
    ///   - terms: index entries, inclusion terms, synonyms and keys; in any order.
    ///   - axes: what the characters of codes mean in their tables; in any order.
    ///   - links: what categories and blocks stand under; in any order.
    public init(lexicon: Lexicon, terms: [Term] = [], axes: [AxisValue] = [], links: [HierarchyLink] = []) {
        self.lexicon = lexicon
        self.knowledge = Knowledge(terms: terms)
        self.structure = CodeStructure(axes: axes, links: links)
    }

    /// Adds a document.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` when its key comes before the one added last, or the catalog
    ///   is larger than an index can be.
    public mutating func add(_ document: SearchDocument) throws(CatalogError) {
        if let last, document.key < last {
            throw CatalogError(
                .invalidArgument, "\(document.key) was added after \(last)", remedy: "add documents in key order")
        }
        last = document.key
        let number = documents.count
        guard documents.append(document), vocabulary.count < WordTable.wordCountMax - (1 << 20) else {
            throw CatalogError(.full, "the catalog is too large to be searched", remedy: "load fewer systems")
        }
        entries.removeAll(keepingCapacity: true)
        read(document.longDescriptor, as: .descriptor, naming: number)
        firstWords.append(entries.first.map { Int32($0.word) } ?? -1)
        readHeaders(of: document)
        if document.shortDescriptor != document.longDescriptor {
            read(document.shortDescriptor, as: .shortDescriptor, naming: number)
        }
        for text in document.otherDescriptors { read(text, as: .otherDescriptor, naming: number) }
        for passage in document.passages { read(passage.text, as: passage.isName ? .narrativeName : .narrative) }
        readAxes(of: document)
        let terms = knowledge.terms(of: document.key)
        knowledge.append(documentWith: terms)
        for term in terms {
            read(knowledge.text(of: term), as: knowledge.field(of: term))
        }
        words.append(sortedEntries())
    }

    /// Collects the words of a text; a descriptor also names the document as a whole.
    private mutating func read(_ text: String, as field: SearchField, naming number: Int? = nil) {
        guard !text.isEmpty else { return }
        buffer.read(text, countMax: Self.wordsPerTextMax)
        if let number, let hash = WordingTable.hash(of: buffer) {
            wordings.insert(hash, documents: number..<(number + 1))
        }
        var exclusion = Exclusion()
        for token in buffer.tokens {
            let text = buffer.bytes[token.bytes]
            let word =
                exclusion.covers(text, token) ? vocabulary.insert(Exclusion.marked(text)[...]) : vocabulary.insert(text)
            entries.append(WordTable.Entry(word: word, field: field))
        }
    }

    /// The words of the headers above a document count for it, a little.
    private mutating func readHeaders(of document: SearchDocument) {
        while let header = headers.last,
            header.key.system != document.key.system || !document.key.code.hasPrefix(header.key.code)
        {
            headers.removeLast()
        }
        for header in headers {
            for word in header.words { entries.append(WordTable.Entry(word: word, field: .heading)) }
        }
        if document.kind == .header {
            buffer.read(document.longDescriptor, countMax: Self.wordsPerTextMax)
            headers.append((document.key, buffer.tokens.map { vocabulary.insert(buffer.bytes[$0.bytes]) }))
        }
    }

    /// The values of a code's axes count for it as headings do.
    private mutating func readAxes(of document: SearchDocument) {
        let row = structure.values(of: document.key).map { axes.insert($0) }
        while axisWords.count < axes.values.count {
            buffer.read(axes.values[axisWords.count].label, countMax: Self.wordsPerTextMax)
            axisWords.append(buffer.tokens.map { vocabulary.insert(buffer.bytes[$0.bytes]) })
        }
        for value in row {
            for word in axisWords[Int(value)] { entries.append(WordTable.Entry(word: word, field: .heading)) }
        }
        axes.append(row)
    }

    /// The words of a text beyond this many are not read.
    static let wordsPerTextMax = 4096

    /// The entries by word, each once, with the best field.
    private mutating func sortedEntries() -> [WordTable.Entry] {
        entries.sort { $0.packed < $1.packed }
        var kept = 0
        for index in entries.indices where index == 0 || entries[index].word != entries[kept - 1].word {
            entries[kept] = entries[index]
            kept += 1
        }
        entries.removeLast(entries.count - kept)
        return entries
    }

    /// The index of what was added.
    public consuming func finish() -> SearchIndex {
        for term in knowledge.allTerms {
            buffer.read(knowledge.text(of: term))
            knowledge.append(words: buffer.tokens.compactMap { vocabulary.id(of: buffer.bytes[$0.bytes]) })
            guard let hash = WordingTable.hash(of: buffer) else { continue }
            wordings.insert(hash, documents: documentRange(of: knowledge.target(of: term)))
        }
        wordings.finish()
        words.invert(wordCount: vocabulary.count)
        var compiler = LexiconCompiler(vocabulary: vocabulary, words: words, systems: documents.systems)
        compiler.compile(lexicon.entries + knowledge.lexiconEntries)
        vocabulary = compiler.vocabulary
        let counts = (0..<Int32(vocabulary.count)).map { Int32(words.documentRange(of: $0).count) }
        let weights = counts.map {
            $0 == 0 ? 0 : RankingWeights.word(documentCount: Int($0), of: documents.count)
        }
        let roles = Self.roles(in: vocabulary)
        let costs = Self.unaskedCosts(in: vocabulary, weights: weights)
        let relatives = RelativesTable(vocabulary: vocabulary, documentCounts: counts)
        let typos = TypoTable(vocabulary: vocabulary) {
            vocabulary[$0].first != Exclusion.mark && roles[Int($0)] != .stop && !compiler.isMisspelling[Int($0)]
        }
        return SearchIndex(
            vocabulary: vocabulary, words: words, documents: documents, knowledge: knowledge, axes: axes,
            wordings: wordings, phrases: compiler.phrases,
            affixes: compiler.affixes, relatives: relatives, typos: typos,
            wordSets: WordSets(words: words), families: FamilyTable(documents: documents), wordWeights: weights,
            unaskedCosts: costs,
            standing: standing(costs: costs), affinities: affinities(), leads: leads(), roles: roles)
    }

    private func documentRange(of key: CodeKey) -> Range<Int> {
        guard let number = documents.systems.systems.firstIndex(of: key.system) else { return 0..<0 }
        return documents.documents(
            in: documents.documents(ofSystem: number), withPrefix: ArraySlice(key.code.utf8))
    }

    private static func roles(in vocabulary: Vocabulary) -> [WordRole] {
        var roles = [WordRole](repeating: .content, count: vocabulary.count)
        for (words, role) in [
            (CommonWords.weak, WordRole.weak), (CommonWords.stop, .stop), (CommonWords.negation, .negation),
        ] {
            for word in words {
                if let id = vocabulary.id(of: ArraySlice(word.utf8)) { roles[Int(id)] = role }
            }
        }
        return roles
    }

    private static func unaskedCosts(in vocabulary: Vocabulary, weights: [Float]) -> [Float] {
        var costs = weights.map { $0 * RankingWeights.unasked }
        for word in CommonWords.stop.union(CommonWords.unmarked).union(CommonWords.negation) {
            if let id = vocabulary.id(of: ArraySlice(word.utf8)) {
                costs[Int(id)] = weights[Int(id)] * RankingWeights.unaskedWeak
            }
        }
        return costs
    }

    /// By word and system, which part of the word's use is in the system, as if all systems were of one size.
    private func affinities() -> [Float] {
        let ranges = documents.systems.systems.indices.map { documents.documents(ofSystem: min($0, 31)) }
        var affinities = [Float](repeating: 0, count: vocabulary.count * ranges.count)
        for word in 0..<vocabulary.count {
            let row = word * ranges.count
            for position in words.documentRange(of: Int32(word)) {
                affinities[row + documents.system(of: Int(words.documents[position]))] += 1
            }
            for (system, range) in ranges.enumerated() { affinities[row + system] /= Float(max(1, range.count)) }
            let sum = affinities[row..<(row + ranges.count)].reduce(0, +)
            if sum > 0 { for system in ranges.indices { affinities[row + system] /= sum } }
        }
        return affinities
    }

    /// Which words start the descriptors of a system: the operations of a procedure code set.
    private func leads() -> [Bool] {
        let count = documents.systems.systems.count
        var starting = [Int32](repeating: 0, count: vocabulary.count * count)
        var holding = starting
        for document in 0..<documents.count where documents.isCode(document) {
            let system = documents.system(of: document)
            if firstWords[document] >= 0 { starting[Int(firstWords[document]) * count + system] += 1 }
            for index in words.entryRange(of: document) where words.entries[index].field == 0 {
                holding[words.entries[index].word * count + system] += 1
            }
        }
        return starting.indices.map { starting[$0] >= 100 && starting[$0] * 2 > holding[$0] }
    }

    private func standing(costs: [Float]) -> [Float] {
        var standing: [Float] = []
        standing.reserveCapacity(documents.count)
        for document in 0..<documents.count {
            var cost: Float = 0
            for index in words.entryRange(of: document) {
                let entry = words.entries[index]
                if entry.field == Int(SearchField.descriptor.rawValue) { cost += costs[entry.word] }
            }
            standing.append(-cost)
        }
        return standing
    }
}
