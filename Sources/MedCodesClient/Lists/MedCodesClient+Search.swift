internal import CatalogMessages

extension MedCodesClient {
    /// A page of the codes that answer a query best, best first, with what was counted and how the query was read.
    ///
    /// - Parameters:
    ///   - query: Words, a code, part of a code, a code with `*`; at most 1,000 bytes.
    ///   - systems: Only these; empty for all.
    ///   - day: The day codes must be valid on; nil for today (UTC).
    ///   - filters: What else a hit must be; else a reportable code.
    ///   - facets: What to count over all hits.
    ///   - explains: Whether each hit explains its score.
    ///   - pageSize: How many; 0 for 10, at most 100.
    ///   - pageToken: The ``ListPage/nextPageToken`` of the page before; empty for the first.
    /// - Throws: ``MedCodesError``; UNAVAILABLE while the server builds its index.
    public func searchPage(
        _ query: String, in systems: [CodeSystem] = [], asOf day: CalendarDate? = nil,
        filters: SearchFilters = SearchFilters(), facets: [FacetField] = [], explains: Bool = false,
        pageSize: Int = 0, pageToken: String = ""
    ) async throws(MedCodesError) -> SearchAnswer {
        let request = SearchCodesRequest(
            query: query, systems: systems, asOf: day, filters: filters, facets: facets, explains: explains,
            pageSize: pageSize, pageToken: pageToken)
        return try await call(.searchCodes, request, SearchAnswer.self)
    }

    /// All codes that answer a query, best first; they are fetched in pages as they are asked for.
    ///
    /// - Parameters:
    ///   - query: Words, a code, part of a code, a code with `*`; at most 1,000 bytes.
    ///   - systems: Only these; empty for all.
    ///   - day: The day codes must be valid on; nil for today (UTC).
    ///   - filters: What else a hit must be; else a reportable code.
    public func search(
        _ query: String, in systems: [CodeSystem] = [], asOf day: CalendarDate? = nil,
        filters: SearchFilters = SearchFilters()
    ) -> PageSequence<SearchHit> {
        PageSequence { [self] token throws(MedCodesError) in
            try await searchPage(
                query, in: systems, asOf: day, filters: filters, pageSize: SearchCodesRequest.pageSizeMax,
                pageToken: token
            ).page
        }
    }

    /// Completions of what is being typed, best first, each a different idea: a family of codes is one hit with its size
    /// while more codes match than fit.
    ///
    /// - Parameters:
    ///   - prefix: What was typed so far; the last word may be unfinished; at most 1,000 bytes.
    ///   - systems: Only these; empty for all.
    ///   - day: The day codes must be valid on; nil for today (UTC).
    ///   - limit: How many; 0 for 10, at most 50.
    /// - Throws: ``MedCodesError``; UNAVAILABLE while the server builds its index.
    public func suggestions(
        for prefix: String, in systems: [CodeSystem] = [], asOf day: CalendarDate? = nil, limit: Int = 0
    ) async throws(MedCodesError) -> Suggestions {
        let request = SuggestCodesRequest(prefix: prefix, systems: systems, asOf: day, limit: limit)
        return try await call(.suggestCodes, request, Suggestions.self)
    }
}
