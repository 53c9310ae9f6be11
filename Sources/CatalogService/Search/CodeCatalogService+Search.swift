internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogSearch
internal import RPCCore
internal import WireMessages

extension CodeCatalogService {
    /// Answers SearchCodes from the index of the moment.
    func searchCodes(_ request: SearchCodesRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let query = try PageQuery<SearchPlace>(request, today: call.today)
        return answerLater(call) { indexed throws(CatalogError) in
            let outcome = try indexed.searchers.with({ Searcher(index: indexed.index) }) {
                searcher throws(CatalogError) in
                try searcher.search(SearchRequest(request, query))
            }
            return SearchAnswer(outcome, query)
        }
    }

    /// Answers SuggestCodes from the index of the moment.
    func suggestCodes(_ request: SuggestCodesRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let suggestion = SuggestRequest(
            prefix: request.prefix, systems: request.systems, asOf: request.asOf ?? call.today,
            limit: request.hitCountMax)
        return answerLater(call) { indexed throws(CatalogError) in
            try indexed.suggesters.with({ Suggester(index: indexed.index) }) { suggester throws(CatalogError) in
                try suggester.suggest(suggestion)
            }
        }
    }

    /// Answers a call later from the index, on a thread for searches and through the cache of what was found.
    private func answerLater<Reply: CatalogMessage & Sendable>(
        _ call: UncachedCall,
        _ find: @escaping @Sendable (SearchableCatalog.Indexed) throws(CatalogError) -> Reply
    ) -> UnaryAnswer {
        let (pending, canonical) = (call.call.detach(), call.canonical)
        return answerLater(call.call) { [self] in
            // Each caller waits by itself: what several wait for is not to end with one of them.
            _ = try await search.indexed(for: pending)
            return try await reply(to: canonical, in: search.answers) { [search] in
                // The index of now, not that of when the call came: the cache may know of a newer one by now.
                let indexed = try await search.indexed(for: pending)
                return try await search.threads.run { (.success(try find(indexed)), indexed.revision) }
            }
        }
    }
}

/// Where a hit stands among all: by its score, then its key.
///
/// A token of an index that has changed since begins a page where hits of the same score begin now.
private struct SearchPlace: PagePlace {
    let cursor: SearchCursor

    init(_ cursor: SearchCursor) { self.cursor = cursor }

    init?(fields: [String]) {
        guard fields.count == 3, let bits = UInt32(fields[0], radix: 16), Float(bitPattern: bits).isFinite,
            let system = CodeSystem(name: fields[1]), let key = try? CodeKey(system: system, code: fields[2])
        else { return nil }
        cursor = SearchCursor(score: Float(bitPattern: bits), key: key)
    }

    var fields: [String] {
        [String(cursor.score.bitPattern, radix: 16), cursor.key.system.name, cursor.key.code]
    }

    static func < (a: SearchPlace, b: SearchPlace) -> Bool {
        a.cursor.score == b.cursor.score ? a.cursor.key < b.cursor.key : a.cursor.score > b.cursor.score
    }
}

extension SearchRequest {
    /// Asks for one hit more than the page has, to know whether there is another page.
    fileprivate init(_ request: SearchCodesRequest, _ query: PageQuery<SearchPlace>) {
        self.init(
            query: request.query, systems: request.systems, asOf: query.day, limit: query.countMax + 1,
            after: query.last?.cursor, filters: request.filters, facets: Set(request.facets),
            explains: request.explains)
    }
}

extension SearchAnswer {
    fileprivate init(_ outcome: SearchOutcome, _ query: PageQuery<SearchPlace>) {
        let hits = Array(outcome.hits.prefix(query.countMax))
        let last = outcome.hits.count > hits.count ? hits.last : nil
        let next = last.map { query.token(behind: SearchPlace(SearchCursor(score: Float($0.score), key: $0.key))) }
        self.init(
            page: ListPage(hits, nextPageToken: next ?? "", totalCount: outcome.matchCount),
            facets: outcome.facets, correctedQuery: outcome.correctedQuery, readings: outcome.readings)
    }
}
