internal import CatalogModel

/// Writes what is told of a suggestion.
struct SuggestionWriter {
    let index: SearchIndex
    let asOf: CalendarDate
    /// The words typed.
    let typed: [ArraySlice<UInt8>]
    private var buffer = TokenBuffer()

    init(index: SearchIndex, asOf: CalendarDate, tokens: TokenBuffer) {
        self.index = index
        self.asOf = asOf
        typed = tokens.tokens.map { tokens.bytes[$0.bytes] }
    }

    /// The hit of a family or a single code.
    mutating func hit(_ family: Families.Family) -> SearchHit {
        let traits = index.documents.traits[Int(index.documents.traitsOfDocument[family.first])]
        let key = index.documents.key(of: family.first)
        let isSingle = family.count == 1
        let display = isSingle ? index.documents.display(of: family.first) : title(of: family)
        let shared = zip(index.documents.code(of: family.first), index.documents.code(of: family.last))
            .prefix { $0 == $1 }.count
        return SearchHit(
            key: isSingle ? key : CodeKey(system: key.system, canonical: String(key.code.prefix(shared))),
            display: display, score: Double(family.count), matchedTerm: display, matchedField: .descriptor,
            highlights: highlights(display), kind: isSingle ? traits.kind : .header,
            status: CodeStatus(on: asOf, traits.period), isBillable: isSingle, isAddOn: isSingle && traits.isAddOn,
            familySize: isSingle ? 0 : family.count)
    }

    /// What a family is called: its header's descriptor when it is the whole of it, else what its first and last
    /// descriptor both say.
    private func title(of family: Families.Family) -> String {
        if family.characterCount <= FamilyTable.characterCount,
            let header = index.families.headers[Int(index.families.familyOfDocument[family.first])]
        {
            return index.documents.display(of: header)
        }
        return Self.common(index.documents.display(of: family.first), index.documents.display(of: family.last))
    }

    /// The words of a text, between spaces, that another one has too.
    private static func common(_ text: String, _ other: String) -> String {
        var (text, other) = (text, other)
        return text.withUTF8 { text in
            other.withUTF8 { other in
                var common: [UInt8] = []
                common.reserveCapacity(text.count)
                forEachWord(of: text) { word in
                    var isShared = false
                    forEachWord(of: other) { isShared = isShared || $0.count == word.count && $0.elementsEqual(word) }
                    guard isShared else { return }
                    if !common.isEmpty { common.append(UInt8(ascii: " ")) }
                    common.append(contentsOf: word)
                }
                return String(decoding: common, as: UTF8.self)
            }
        }
    }

    @inline(__always)
    private static func forEachWord(
        of text: UnsafeBufferPointer<UInt8>, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
    ) {
        var start = 0
        for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: " ") {
            if end > start { body(text[start..<end]) }
            start = end + 1
        }
    }

    /// The starts of words that were typed.
    private mutating func highlights(_ text: String) -> [Range<Int>] {
        buffer.read(text, countMax: 256)
        return buffer.tokens.compactMap { token in
            let word = buffer.bytes[token.bytes]
            let match = typed.filter { word.starts(with: $0) }.map(\.count).max()
            return match.map { token.scalars.lowerBound..<min(token.scalars.lowerBound + $0, token.scalars.upperBound) }
        }
    }
}
