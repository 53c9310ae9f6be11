internal import CatalogModel

/// Writes what is told of a ranked document: display, highlights, matched term.
struct HitWriter {
    let index: SearchIndex
    let asOf: CalendarDate
    /// The words of the query's groups, as far as they are looked for.
    let wanted: Set<Int32>
    private var tokens = TokenBuffer()

    init(index: SearchIndex, asOf: CalendarDate, plan: ScoringPlan) {
        self.index = index
        self.asOf = asOf
        var wanted: Set<Int32> = []
        var slotIsWanted = [Bool](repeating: false, count: plan.slots.count)
        for group in plan.groups where !group.isExcluded {
            for reading in group.readings { for slot in plan.readings[reading].slots { slotIsWanted[slot] = true } }
        }
        for word in plan.words where word.uses.contains(where: { slotIsWanted[plan.uses[$0].slot] }) {
            wanted.insert(word.word)
        }
        self.wanted = wanted
    }

    /// The hit of a document.
    mutating func hit(_ document: Int, score: Float, isByCode: Bool) -> SearchHit {
        let key = index.documents.key(of: document)
        let display = index.documents.display(of: document)
        let traits = index.documents.traits[Int(index.documents.traitsOfDocument[document])]
        let highlights = isByCode ? [] : matches(in: display).ranges
        let (term, field) = isByCode ? (key.printedCode, .code) : matchedTerm(of: key, document, display)
        return SearchHit(
            key: key, display: display, score: Double(score), matchedTerm: term, matchedField: field,
            highlights: highlights,
            kind: traits.kind, status: CodeStatus(on: asOf, traits.period), isBillable: traits.kind == .code,
            isAddOn: traits.isAddOn)
    }

    /// The words of a text that were looked for: where they stand, and how many different ones there are.
    private mutating func matches(in text: String) -> (ranges: [Range<Int>], count: Int) {
        tokens.read(text, countMax: 512)
        var ranges: [Range<Int>] = []
        var words: Set<Int32> = []
        for token in tokens.tokens {
            guard let word = index.vocabulary.id(of: tokens.bytes[token.bytes]), wanted.contains(word) else { continue }
            ranges.append(token.scalars)
            words.insert(word)
        }
        return (ranges, words.count)
    }

    /// The descriptor, unless a term of the code has more of the words.
    private mutating func matchedTerm(
        of key: CodeKey, _ document: Int, _ display: String
    ) -> (String, MatchField) {
        var best = (display, MatchField.descriptor)
        var bestCount = matches(in: display).count
        for term in index.knowledge.terms(of: key).prefix(Self.termCountMax) {
            let text = index.knowledge.text(of: term)
            let count = matches(in: text).count
            guard count > bestCount else { continue }
            bestCount = count
            let field = index.knowledge.field(of: term)
            best = (text, field == .synonym ? .synonym : field == .inclusionTerm ? .inclusionTerm : .indexEntry)
        }
        if bestCount == 0, index.words.entryRange(of: document).contains(where: { isOnPage($0) }) {
            best.1 = .procedure
        }
        return best
    }

    /// Whether a word of a document was looked for and stands on its page.
    private func isOnPage(_ position: Int) -> Bool {
        let entry = index.words.entries[position]
        let isPage =
            entry.field == Int(SearchField.narrative.rawValue) || entry.field == Int(SearchField.narrativeName.rawValue)
        return isPage && wanted.contains(Int32(entry.word))
    }

    /// Terms of a code beyond this many are not looked at.
    private static let termCountMax = 64
}
