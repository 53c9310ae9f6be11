internal import CatalogModel

/// What is told of how a query was read.
extension QueryReader {
    func text(_ words: [Int32]) -> String {
        var bytes: [UInt8] = []
        for word in words {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            bytes += index.vocabulary[word]
        }
        return String(decoding: bytes, as: UTF8.self)
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
        tokens.count == 1
            ? String(decoding: bytes(tokens.lowerBound), as: UTF8.self)
            : tokens.map { String(decoding: bytes($0), as: UTF8.self) }.joined(separator: " ")
    }

    mutating func tellCorrections(of text: String) {
        guard words.indices.contains(where: { !corrections[$0].isEmpty || !spellings[$0].isEmpty }) else { return }
        for token in words.indices {
            guard let spelling = spelling(of: token) else { continue }
            tell(token..<(token + 1), [spelling], .spelling)
        }
        outcome.corrected = words.indices.map { spelling(of: $0) ?? typed($0..<($0 + 1)) }.joined(separator: " ")
    }

    /// How a misspelled word is spelled; nil for others.
    private func spelling(of token: Int) -> String? {
        if !spellings[token].isEmpty { return String(decoding: spellings[token], as: UTF8.self) }
        return corrections[token].first.map { index.vocabulary.text($0.word) }
    }
}
