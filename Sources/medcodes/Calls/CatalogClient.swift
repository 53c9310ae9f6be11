internal import CatalogMessages
internal import CatalogModel
internal import MedCodesClient

/// What the commands ask of a service. ``MedCodesClient`` answers over the network; tests answer themselves.
protocol CatalogClient: Sendable {
    /// The code on this day; a code that is not there is an error.
    func code(_ key: CodeKey, asOf day: CalendarDate?, view: CodeView) async throws -> Code
    /// One answer per key, in order; at most ``MedCodesClient/batchKeyCountMax`` keys.
    func codes(_ keys: [CodeKey], asOf day: CalendarDate?, view: CodeView) async throws -> [CodeAnswer]
    /// The first page of the codes that answer a query.
    func search(_ request: SearchCodesRequest) async throws -> SearchAnswer
    /// Completions of what is being typed; no systems ask for all.
    func suggestions(
        for prefix: String, in systems: [CodeSystem], asOf day: CalendarDate?, limit: Int
    ) async throws -> Suggestions
    /// What is found in an encounter.
    func validate(_ encounter: Encounter) async throws -> EncounterReport
    /// All policies about a code that apply on this day, by payer, then number; empty texts ask for any.
    func policies(
        about key: CodeKey, asOf day: CalendarDate?, payer: String, jurisdiction: String
    ) async throws -> [Policy]
    /// All codes like one on this day, best first; no reasons ask for any.
    func similarCodes(
        of key: CodeKey, asOf day: CalendarDate?, reasons: [SimilarityReason]
    ) async throws -> [SimilarCode]
    /// What stands directly below a place of a system on this day; at the system's top without one.
    func children(of key: CodeKey?, in system: CodeSystem, asOf day: CalendarDate?) async throws -> [ChildCode]
    /// How two places of one system stand to each other on this day.
    func subsumption(
        of first: CodeKey, to second: CodeKey, asOf day: CalendarDate?
    ) async throws -> SubsumptionOutcome
    /// The counterparts of a code in another system on this day.
    func translation(
        of key: CodeKey, to target: CodeSystem, asOf day: CalendarDate?
    ) async throws -> CodeTranslation
    /// What the catalog holds.
    func catalog() async throws -> CatalogSummary
    /// Gives all codes that match to the body, in order.
    func export(_ request: StreamCodesRequest, to body: (StreamCodesResponse) throws -> Void) async throws
    /// Gives the revisions behind a known one to the body, and each new one, until the task is cancelled or an error comes.
    func watch(
        after revision: Revision?, systems: [CodeSystem], to body: (CatalogRevision) throws -> Void
    ) async throws
    /// Whether a service is ready; the empty name means all of the server.
    func health(of service: String) async throws -> ServingStatus
}

extension MedCodesClient: CatalogClient {
    func export(_ request: StreamCodesRequest, to body: (StreamCodesResponse) throws -> Void) async throws {
        for try await code in export(request) { try body(code) }
    }

    func watch(
        after revision: Revision?, systems: [CodeSystem], to body: (CatalogRevision) throws -> Void
    ) async throws {
        for try await revision in watch(after: revision, systems: systems) { try body(revision) }
    }

    func search(_ request: SearchCodesRequest) async throws -> SearchAnswer {
        try await searchPage(
            request.query, in: request.systems, asOf: request.asOf, filters: request.filters, facets: request.facets,
            explains: request.explains, pageSize: request.pageSize)
    }

    func policies(
        about key: CodeKey, asOf day: CalendarDate?, payer: String, jurisdiction: String
    ) async throws -> [Policy] {
        try await policies(about: key, asOf: day, payer: payer, jurisdiction: jurisdiction).elements()
    }

    func similarCodes(
        of key: CodeKey, asOf day: CalendarDate?, reasons: [SimilarityReason]
    ) async throws -> [SimilarCode] {
        try await similarCodes(of: key, asOf: day, reasons: reasons).elements()
    }

    func children(of key: CodeKey?, in system: CodeSystem, asOf day: CalendarDate?) async throws -> [ChildCode] {
        try await (key.map { children(of: $0, asOf: day) } ?? top(of: system, asOf: day)).elements()
    }
}

extension AsyncSequence {
    /// All elements.
    fileprivate func elements() async throws -> [Element] {
        try await reduce(into: []) { $0.append($1) }
    }
}
