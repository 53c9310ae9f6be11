internal import CatalogModel

/// Writes what is told of a ranked document: display, highlights, matched term.
struct HitWriter {
    let index: SearchIndex
    let asOf: CalendarDate
    /// What is looked for.
    private let plan: ScoringPlan
    private var tokens = TokenBuffer()

    init(index: SearchIndex, asOf: CalendarDate, plan: ScoringPlan) {
        self.index = index
        self.asOf = asOf
        self.plan = plan
    }

    /// A bit for a word that the query looks for, 0 for other words; words beyond the 63rd share one.
    private func bit(of word: Int32) -> UInt64 {
        guard let number = plan.number(of: word), plan.words[number].group != nil else { return 0 }
        return 1 << UInt64(min(number, 63))
    }

    /// The hit of a document.
    mutating func hit(_ document: Int, score: Float, isByCode: Bool) -> SearchHit {
        let key = index.documents.key(of: document)
        let display = index.documents.display(of: document)
        let traits = index.documents.traits[Int(index.documents.traitsOfDocument[document])]
        var hit = SearchHit(
            key: key, display: display, score: Double(score), matchedTerm: key.printedCode, matchedField: .code,
            kind: traits.kind, status: CodeStatus(on: asOf, traits.period), isBillable: traits.kind == .code,
            isAddOn: traits.isAddOn)
        if !isByCode {
            let (highlights, wordCount) = matches(in: index.documents.displayBytes(of: document))
            let (term, field) = matchedTerm(of: document, display, wordCount: wordCount)
            hit.highlights = highlights
            hit.matchedTerm = term
            hit.matchedField = field
        }
        return hit
    }

    /// The words of a text that were looked for: where they stand, and how many different ones there are.
    private mutating func matches(in text: ArraySlice<UInt8>) -> (ranges: [Range<Int>], count: Int) {
        text.withUnsafeBufferPointer { tokens.read($0, countMax: 512) }
        var ranges: [Range<Int>] = []
        var found: UInt64 = 0
        for token in tokens.tokens {
            guard let word = index.vocabulary.id(of: tokens.bytes[token.bytes]) else { continue }
            let bit = bit(of: word)
            if bit == 0 { continue }
            ranges.append(token.scalars)
            found |= bit
        }
        return (ranges, found.nonzeroBitCount)
    }

    /// The descriptor, unless a term of the code has more of the words.
    private func matchedTerm(of document: Int, _ display: String, wordCount: Int) -> (String, MatchField) {
        var best: Int?
        var bestCount = wordCount
        for term in index.knowledge.terms(of: document).prefix(Self.termCountMax) {
            let count = index.knowledge.words(of: Int(term)).reduce(0) { $0 | bit(of: $1) }.nonzeroBitCount
            if count > bestCount { (best, bestCount) = (Int(term), count) }
        }
        if let best {
            let field = index.knowledge.field(of: best)
            return (
                index.knowledge.text(of: best),
                field == .synonym ? .synonym : field == .inclusionTerm ? .inclusionTerm : .indexEntry
            )
        }
        let isByPage = bestCount == 0 && index.words.entryRange(of: document).contains(where: { isOnPage($0) })
        return (display, isByPage ? .procedure : .descriptor)
    }

    /// Whether a word of a document was looked for and stands on its page.
    private func isOnPage(_ position: Int) -> Bool {
        let entry = index.words.entries[position]
        let isPage =
            entry.field == Int(SearchField.narrative.rawValue) || entry.field == Int(SearchField.narrativeName.rawValue)
        return isPage && bit(of: Int32(entry.word)) != 0
    }

    /// Terms of a code beyond this many are not looked at.
    private static let termCountMax = 64
}
