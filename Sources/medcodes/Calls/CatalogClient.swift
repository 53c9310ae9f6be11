internal import CatalogModel
internal import MedCodesClient

/// What the commands ask of a service. ``MedCodesClient`` answers over the network; tests answer themselves.
protocol CatalogClient: Sendable {
    /// The code on this day; a code that is not there is an error.
    func code(_ key: CodeKey, asOf day: CalendarDate?, view: CodeView) async throws -> Code
    /// One answer per key, in order; at most ``MedCodesClient/batchKeyCountMax`` keys.
    func codes(_ keys: [CodeKey], asOf day: CalendarDate?, view: CodeView) async throws -> [CodeAnswer]
    /// What the catalog holds.
    func catalog() async throws -> CatalogSummary
    /// Whether a service is ready; the empty name means all of the server.
    func health(of service: String) async throws -> ServingStatus
}

extension MedCodesClient: CatalogClient {}
