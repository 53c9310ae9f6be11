internal import CatalogModel

/// Terms, found by the codes they lead to.
struct Knowledge {
    /// A term that leads to codes.
    private struct CodeTerm {
        var text: String
        var field: SearchField
        var target: CodeKey
    }

    private var codeTerms: [CodeTerm] = []
    private var termsByTarget: [CodeKey: [Int]] = [:]
    private let prefixCounts: [Int]
    /// By document, its terms.
    private var documentTerms: [UInt32] = []
    private var documentTermEnds: [UInt32] = []
    /// By term, its words.
    private var words: [Int32] = []
    private var wordEnds: [UInt32] = []

    /// What terms that lead to other words say, as lines of the lexicon.
    private(set) var lexiconEntries: [LexiconEntry] = []

    init(terms: [Term]) {
        for term in terms {
            switch term.target {
            case .code(let key), .prefix(let key):
                termsByTarget[key, default: []].append(codeTerms.count)
                codeTerms.append(CodeTerm(text: term.text, field: Self.field(of: term.termKind), target: key))
            case .use(let words):
                lexiconEntries.append(Self.entry(term, words, weight: RankingWeights.useInstead))
            case .see(let words), .seeAlso(let words):
                lexiconEntries.append(Self.entry(term, words, weight: RankingWeights.seeInstead))
            }
        }
        prefixCounts = Set(codeTerms.map(\.target.code.utf8.count)).sorted()
    }

    /// The terms that lead to a code or to a prefix of it, by number.
    func terms(of key: CodeKey) -> [Int] {
        guard !termsByTarget.isEmpty else { return [] }
        var found: [Int] = []
        for count in prefixCounts where count <= key.code.utf8.count {
            let prefix = CodeKey(system: key.system, canonical: String(key.code.prefix(count)))
            if let terms = termsByTarget[prefix] { found += terms }
        }
        return found
    }

    /// Notes the terms of a document, after those before it.
    mutating func append(documentWith terms: [Int]) {
        documentTerms.append(contentsOf: terms.lazy.map { UInt32($0) })
        documentTermEnds.append(UInt32(documentTerms.count))
    }

    /// The terms that lead to a document, by number.
    func terms(of document: Int) -> ArraySlice<UInt32> {
        documentTerms[(document == 0 ? 0 : Int(documentTermEnds[document - 1]))..<Int(documentTermEnds[document])]
    }

    /// Notes the words of a term, after those before it.
    mutating func append(words: [Int32]) {
        self.words.append(contentsOf: words)
        wordEnds.append(UInt32(self.words.count))
    }

    /// The words of a term.
    func words(of term: Int) -> ArraySlice<Int32> {
        words[(term == 0 ? 0 : Int(wordEnds[term - 1]))..<Int(wordEnds[term])]
    }

    /// The numbers of all terms that lead to codes.
    var allTerms: Range<Int> { codeTerms.indices }

    func text(of term: Int) -> String { codeTerms[term].text }
    func field(of term: Int) -> SearchField { codeTerms[term].field }
    func target(of term: Int) -> CodeKey { codeTerms[term].target }

    private static func field(of kind: Term.TermKind) -> SearchField {
        switch kind {
        case .synonym: .synonym
        case .inclusion: .inclusionTerm
        case .indexEntry, .partKey: .indexEntry
        }
    }

    private static func entry(_ term: Term, _ words: String, weight: Float) -> LexiconEntry {
        LexiconEntry(
            term: term.text, kind: .same, alternatives: [words], system: term.system, weight: Double(weight))
    }
}
