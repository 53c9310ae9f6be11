public import CatalogModel

/// Searches one index; holds the memory a search needs, so that the next one allocates little. One owner at a time.
public struct Searcher {
    /// The index searched.
    public let index: SearchIndex
    private var scorer: DocumentScorer

    /// A searcher of this index.
    public init(index: SearchIndex) {
        self.index = index
        self.scorer = DocumentScorer(index: index)
    }

    /// The codes that answer a query best, best first.
    public mutating func topCodes(_ query: String, limit: Int, isExhaustive: Bool = false) -> [CodeKey] {
        let admits = index.documents.traits.map { $0.kind == .code }
        var favoured: [Favour] = []
        let word = query.split(separator: " ")
        if word.count == 1 {
            let found = CodeLookup(index: index).matches(word[0], systems: SystemTable.all)
            favoured = found.matches.map {
                Favour(
                    documents: $0.documents, bonus: $0.isExact ? RankingWeights.exactCode : RankingWeights.codePrefix,
                    isByCode: true)
            }
        }
        let outcome = QueryReader.read(query, with: index)
        if let hash = WordingTable.hash(of: outcome.tokens) {
            favoured += index.wordings.documents(of: hash).map {
                Favour(documents: $0, bonus: RankingWeights.exactWording, isByCode: false)
            }
        }
        let plan = ScoringPlan(outcome.groups, index: index)
        let hits = scorer.best(
            plan, in: index, limit: limit, favoured: favoured, admits: admits, isExhaustive: isExhaustive)
        return hits.map { index.documents.key(of: Int($0.document)) }
    }
}
