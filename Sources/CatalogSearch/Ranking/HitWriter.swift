internal import CatalogModel

/// Writes what is told of a ranked document: display, highlights, matched term.
struct HitWriter {
    let index: SearchIndex
    let asOf: CalendarDate
    /// What is looked for.
    private let plan: ScoringPlan
    /// A bit for each ``look(of:)`` of what is looked for: most other words have another one.
    private var looks = InlineArray<4, UInt64>(repeating: 0)

    init(index: SearchIndex, asOf: CalendarDate, plan: ScoringPlan) {
        self.index = index
        self.asOf = asOf
        self.plan = plan
        for word in plan.words where word.group != nil {
            let look = Self.look(of: index.vocabulary[word.word])
            looks[look >> 6] |= 1 << UInt64(look & 63)
        }
    }

    /// A number below 256 made of a word's first and last letter and its length.
    private static func look(of word: ArraySlice<UInt8>) -> Int {
        (Int(word.first ?? 0) * 31 + Int(word.last ?? 0) * 7 + word.count) & 255
    }

    /// A bit for a word that the query looks for, 0 for other words; words beyond the 63rd share one.
    private func bit(of word: Int32) -> UInt64 {
        guard let number = plan.number(of: word), plan.words[number].group != nil else { return 0 }
        return 1 << UInt64(min(number, 63))
    }

    /// The hit of a document.
    ///
    /// - Parameter tokens: lent to read the words of its descriptor into.
    func hit(_ document: Int, score: Float, isByCode: Bool, _ tokens: inout TokenBuffer) -> SearchHit {
        let key = index.documents.key(of: document)
        let display = index.documents.display(of: document)
        let traits = index.documents.traits[Int(index.documents.traitsOfDocument[document])]
        var hit = SearchHit(
            key: key, display: display, score: Double(score), matchedTerm: isByCode ? key.printedCode : display,
            matchedField: isByCode ? .code : .descriptor,
            kind: traits.kind, status: CodeStatus(on: asOf, traits.period), isBillable: traits.kind == .code,
            isAddOn: traits.isAddOn)
        if !isByCode {
            let wordCount = highlight(&hit, &tokens)
            if let (term, field) = matchedTerm(of: document, wordCount: wordCount) {
                hit.matchedTerm = term ?? display
                hit.matchedField = field
            }
        }
        return hit
    }

    /// Notes the words of the display that were looked for; returns how many different ones there are.
    private func highlight(_ hit: inout SearchHit, _ tokens: inout TokenBuffer) -> Int {
        tokens.read(hit.display, countMax: 512)
        var found: UInt64 = 0
        for token in tokens.tokens {
            let text = tokens.bytes[token.bytes]
            let look = Self.look(of: text)
            guard looks[look >> 6] & 1 << UInt64(look & 63) != 0, let word = index.vocabulary.id(of: text) else {
                continue
            }
            let bit = bit(of: word)
            if bit == 0 { continue }
            if found == 0 { hit.highlights.reserveCapacity(tokens.tokens.count) }
            hit.highlights.append(token.scalars)
            found |= bit
        }
        return found.nonzeroBitCount
    }

    /// A term of the code that has more of the words than the descriptor, or its page when the descriptor has none; nil
    /// when it is the descriptor that matched.
    private func matchedTerm(of document: Int, wordCount: Int) -> (term: String?, field: MatchField)? {
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
        return isByPage ? (nil, .procedure) : nil
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
