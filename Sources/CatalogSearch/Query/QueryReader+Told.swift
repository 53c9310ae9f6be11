internal import CatalogModel

/// What is told of how a query was read.
extension QueryReader {
    func text(_ words: [Int32]) -> String {
        words.map { index.vocabulary.text($0) }.joined(separator: " ")
    }

    mutating func tellPhrase(_ tokens: Range<Int>, _ alternatives: [Alternative]) {
        guard let first = alternatives.first(where: { $0.kind != .learned }) else { return }
        let reason: ReadingReason =
            switch first.kind {
            case .abbr: .abbreviation
            case .spell: .spelling
            default: .synonym
            }
        tell(tokens, alternatives.prefix(4).map { text($0.words) }, reason)
    }

    mutating func tell(_ tokens: Range<Int>, _ readAs: [String], _ reason: ReadingReason) {
        outcome.readings.append(QueryReading(typed: typed(tokens), readAs: readAs, reason: reason))
    }

    private func typed(_ tokens: Range<Int>) -> String {
        tokens.map { String(decoding: bytes($0), as: UTF8.self) }.joined(separator: " ")
    }

    mutating func tellCorrections(of text: String) {
        guard !corrections.isEmpty || !spellings.isEmpty else { return }
        for token in words.indices {
            guard let spelling = spelling(of: token) else { continue }
            tell(token..<(token + 1), [spelling], .spelling)
        }
        outcome.corrected = words.indices.map { spelling(of: $0) ?? typed($0..<($0 + 1)) }.joined(separator: " ")
    }

    /// How a misspelled word is spelled; nil for others.
    private func spelling(of token: Int) -> String? {
        if let spelling = spellings[token] { return String(decoding: spelling, as: UTF8.self) }
        return corrections[token]?.first.map { index.vocabulary.text($0.word) }
    }
}
