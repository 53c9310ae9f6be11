internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogSearch
internal import RPCCore
internal import WireMessages

extension CodeCatalogService {
    /// Answers SearchCodes from the index of the moment.
    func searchCodes(_ bytes: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer {
        let request = try read(SearchCodesRequest.self, bytes)
        let query = try PageQuery<SearchPlace>(request, today: today())
        let pending = call.detach()
        return answerLater(call) { [labels, search] in
            let indexed = try await search.indexed(for: pending)
            let answer = try indexed.searchers.with({ Searcher(index: indexed.index) }) {
                searcher throws(CatalogError) in
                try searcher.search(SearchRequest(request, query))
            }
            return UnaryReply(
                .framing(SearchAnswer(answer, query)),
                metadata: try labels.metadata(revision: indexed.revision.rawValue, outcome: .miss, stripe: 0))
        }
    }

    /// Answers SuggestCodes from the index of the moment.
    func suggestCodes(_ bytes: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer {
        let request = try read(SuggestCodesRequest.self, bytes)
        let day = request.asOf ?? today()
        let pending = call.detach()
        return answerLater(call) { [labels, search] in
            let indexed = try await search.indexed(for: pending)
            let answer = try indexed.suggesters.with({ Suggester(index: indexed.index) }) {
                suggester throws(CatalogError) in
                try suggester.suggest(
                    SuggestRequest(
                        prefix: request.prefix, systems: request.systems, asOf: day, limit: request.hitCountMax))
            }
            return UnaryReply(
                .framing(answer),
                metadata: try labels.metadata(revision: indexed.revision.rawValue, outcome: .miss, stripe: 0))
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
            page: ListPage(hits, nextPageToken: next ?? "", totalCount: outcome.matchCount ?? hits.count),
            facets: outcome.facets, correctedQuery: outcome.correctedQuery, readings: outcome.readings)
    }
}
