public import CatalogModel

/// Searches one index; holds the memory a search needs, so that the next one allocates little. One owner at a time.
public struct Searcher: Sendable {
    /// The index searched.
    public let index: SearchIndex
    private var ranker: DocumentRanker
    private var matches: BitSet
    /// What the words of a hit's descriptor are read into.
    private var tokens = TokenBuffer()
    /// What may be found, for the filter asked for last.
    private var admitted: AdmittedDocuments

    /// A searcher of this index.
    public init(index: SearchIndex) {
        self.index = index
        self.ranker = DocumentRanker(index: index)
        self.matches = BitSet(capacity: index.documentCount)
        self.admitted = AdmittedDocuments(index: index)
    }

    /// Searches.
    ///
    /// Every query has a defined answer: what cannot be read says nothing, a query without words has no hits.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` when the query is longer than
    ///   ``SearchRequest/queryByteCountMax``.
    public mutating func search(_ request: SearchRequest) throws(CatalogError) -> SearchOutcome {
        guard request.query.utf8.count <= SearchRequest.queryByteCountMax else {
            throw CatalogError(
                .invalidArgument, "the query is longer than \(SearchRequest.queryByteCountMax) bytes",
                remedy: "search for fewer words")
        }
        let outcome = QueryReader.read(request.query, with: index)
        var answer = SearchOutcome()
        answer.correctedQuery = outcome.corrected
        answer.readings = outcome.readings
        let task = task(request, outcome, &answer)
        admitted.admit(request, in: index)
        let (hits, matchCount) = ranker.best(task, of: admitted.documents, in: index, matches: &matches)
        answer.matchCount = matchCount
        if !request.facets.isEmpty {
            var counter = FacetCounter(request, index: index)
            answer.facets = counter.count(matches, in: index)
        }
        write(hits, request, task, outcome, &answer)
        return answer
    }

    private func task(
        _ request: SearchRequest, _ outcome: QueryReader.Outcome, _ answer: inout SearchOutcome
    ) -> DocumentRanker.Task {
        let systems =
            request.systems.isEmpty
            ? SystemTable.all : request.systems.reduce(0) { $0 | index.documents.systems.mask(of: $1) }
        let favoured = favoured(request.query, outcome, systems, &answer)
        let isCode = favoured.contains(where: \.isByCode)
        return DocumentRanker.Task(
            // What is a code is not looked for as a word too.
            plan: ScoringPlan(isCode ? [] : outcome.groups, index: index), favoured: favoured,
            limit: max(0, request.limit), after: request.after.flatMap(hit), isExhaustive: request.isExhaustive)
    }

    /// The documents whose code or whole wording the query is.
    private func favoured(
        _ query: String, _ outcome: QueryReader.Outcome, _ systems: UInt32, _ answer: inout SearchOutcome
    ) -> [Favour] {
        var favoured: [Favour] = []
        if let word = Self.onlyWord(of: query), isLikeCode(word, outcome) {
            let found = CodeLookup(index: index).matches(word, systems: systems)
            favoured = found.matches.map {
                Favour(
                    documents: $0.documents, bonus: $0.isExact ? RankingWeights.exactCode : RankingWeights.codePrefix,
                    isByCode: true)
            }
            if !found.matches.isEmpty { (answer.readings, answer.correctedQuery) = ([], found.readAs ?? "") }
            if let code = found.readAs {
                answer.readings = [QueryReading(typed: String(word), readAs: [code], reason: .lookAlike)]
            }
        }
        favoured += outcome.wordings.flatMap { index.wordings.documents(of: $0) }.map {
            Favour(documents: $0, bonus: RankingWeights.exactWording, isByCode: false)
        }
        return favoured
    }

    /// The one word of a query, without the spaces around it; nil when it has none or several.
    private static func onlyWord(of query: String) -> Substring? {
        func isSpace(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
        }
        let bytes = query.utf8
        guard let start = bytes.firstIndex(where: { !isSpace($0) }) else { return nil }
        let end = bytes[start...].firstIndex(where: isSpace) ?? bytes.endIndex
        return bytes[end...].allSatisfy(isSpace) ? query[start..<end] : nil
    }

    /// Whether a word is to be looked up as a code: it has a digit or a wildcard, or nobody knows it as a word.
    private func isLikeCode(_ word: Substring, _ outcome: QueryReader.Outcome) -> Bool {
        guard let pattern = CodePattern(word) else { return false }
        return pattern.hasDigit || pattern.hasWildcard || outcome.groups.isEmpty
    }

    /// The place a cursor names.
    private func hit(_ cursor: SearchCursor) -> TopHits.Hit? {
        guard let number = index.documents.systems.systems.firstIndex(of: cursor.key.system) else { return nil }
        let all = index.documents.documents(ofSystem: number)
        let range = index.documents.documents(in: all, withPrefix: ArraySlice(cursor.key.code.utf8))
        return TopHits.Hit(document: UInt32(range.lowerBound), score: cursor.score)
    }

    private mutating func write(
        _ hits: [TopHits.Hit], _ request: SearchRequest, _ task: DocumentRanker.Task, _ outcome: QueryReader.Outcome,
        _ answer: inout SearchOutcome
    ) {
        let labels = request.explains ? outcome.labels : []
        let writer = HitWriter(index: index, asOf: request.asOf, plan: task.plan)
        answer.hits.reserveCapacity(hits.count)
        for hit in hits {
            let document = Int(hit.document)
            let isByCode = RankingWeights.isByCode(hit.score)
            var written = writer.hit(document, score: hit.score, isByCode: isByCode, &tokens)
            if request.explains {
                written.explanation = ranker.explain(hit, task, labels, in: index)
                    .map { ScorePart($0.label, contribution: Double($0.contribution)) }
            }
            answer.hits.append(written)
        }
        if let last = answer.hits.last, hits.count == request.limit {
            answer.next = SearchCursor(score: Float(last.score), key: last.key)
        }
    }
}
