public import CatalogModel

/// Completes what is being typed. Holds the memory that takes; one owner at a time.
///
/// Every word typed may be the start of a word of the code, in any order. Where no code has them all, the text is
/// searched for as a whole, so that abbreviations, lay words and misspellings lead somewhere too.
public struct Suggester: Sendable {
    /// The index the suggestions come from.
    public let index: SearchIndex
    private var searcher: Searcher
    private var matches: BitSet
    private var word: BitSet
    private var tokens = TokenBuffer()
    private var admitted: AdmittedDocuments

    /// The most words of a text that are read.
    private static let wordCountMax = 64

    /// A suggester for this index.
    public init(index: SearchIndex) {
        self.index = index
        searcher = Searcher(index: index)
        matches = BitSet(capacity: index.documentCount)
        word = matches
        admitted = AdmittedDocuments(index: index)
    }

    /// Completes.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` when the text is longer than
    ///   ``SearchRequest/queryByteCountMax``.
    public mutating func suggest(_ request: SuggestRequest) throws(CatalogError) -> Suggestions {
        guard request.prefix.utf8.count <= SearchRequest.queryByteCountMax else {
            throw CatalogError(
                .invalidArgument, "the text is longer than \(SearchRequest.queryByteCountMax) bytes",
                remedy: "type fewer words")
        }
        tokens.read(request.prefix, countMax: Self.wordCountMax)
        guard !tokens.tokens.isEmpty, request.limit > 0 else { return Suggestions(hits: [], totalCount: 0) }
        let search = SearchRequest(query: request.prefix, systems: request.systems, asOf: request.asOf)
        admitted.admit(search, in: index)
        findMatches(request.prefix)
        var answer = Suggestions(hits: [], totalCount: 0)
        if matches.isEmpty, try matchBySearch(search, &answer) == 0 { return answer }
        answer.totalCount = matches.count
        let families = Families(index: index, matches: matches)
        let named = named().prefix(request.limit)
        let room = answer.totalCount > request.limit ? request.limit - named.count : request.limit
        let rest = families.best(room, matchCount: answer.totalCount)
            .filter { $0.count > 1 || !named.contains($0.first) }
        var writer = SuggestionWriter(index: index, asOf: request.asOf, tokens: tokens)
        answer.hits = (named.map(families.single) + rest).prefix(request.limit).map { writer.hit($0) }
        return answer
    }

    /// The matching codes whose whole wording was typed: they come first, however many others match.
    private func named() -> [Int] {
        let ranges = WordingTable.hash(of: tokens).map(index.wordings.documents) ?? []
        let documents = ranges.filter { $0.count == 1 && matches.contains($0.lowerBound) }.map(\.lowerBound)
        return Set(documents).sorted()
    }

    /// The documents that have every word typed as the start of a word, or whose code starts with the text.
    private mutating func findMatches(_ text: String) {
        matches.replace(with: admitted.documents)
        for token in tokens.tokens {
            word.removeAll()
            let prefix = tokens.bytes[token.bytes]
            _ = index.prefixes.insertDocuments(withPrefix: prefix, into: &word, of: index)
            if tokens.tokens.count == 1 { insertCodes(text) }
            matches.formIntersection(word)
            if matches.isEmpty { return }
        }
    }

    private mutating func insertCodes(_ text: String) {
        let typed = text.split(separator: " ").first ?? ""
        guard let pattern = CodePattern(typed), pattern.hasDigit else { return }
        for match in CodeLookup(index: index).matches(typed, systems: SystemTable.all).matches {
            word.insert(match.documents)
        }
    }

    /// Takes what a search for the text finds; returns how many.
    private mutating func matchBySearch(
        _ request: SearchRequest, _ answer: inout Suggestions
    ) throws(CatalogError) -> Int {
        var request = request
        request.limit = Self.searchedCountMax
        let found = try searcher.search(request)
        answer.correctedPrefix = found.correctedQuery
        for hit in found.hits {
            if let document = index.document(of: hit.key) { matches.insert(document) }
        }
        return found.hits.count
    }

    /// The most codes taken from a search.
    private static let searchedCountMax = 50
}
