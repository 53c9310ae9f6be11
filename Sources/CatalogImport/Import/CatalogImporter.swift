public import CatalogModel
public import CatalogStore
internal import Foundation

/// Imports files into a catalog.
///
/// An import is one transaction: the files are read whole, every row is checked, and only then is anything changed; a
/// malformed row fails the import unless the request allows for it. Importing the same files again changes nothing and
/// makes no revision. Memory is bounded whatever the size of the files.
public struct CatalogImporter: Sendable {
    private let store: any CodeStore

    /// An importer into this store.
    public init(store: any CodeStore) {
        self.store = store
    }

    /// Runs an import.
    ///
    /// - Parameters:
    ///   - request: What to import.
    ///   - events: Told what happens, on the store's thread; at most once for every 1,000 rows, and for each reject.
    /// - Throws: ``CatalogError``: `invalidArgument` for a request that cannot be right, `rejected` for files that are
    ///   not what the request says, and what the store throws. The catalog is then as it was before.
    public func run(
        _ request: ImportRequest, events: @escaping @Sendable (ImportEvent) -> Void = { _ in }
    ) async throws(CatalogError) -> ImportReport {
        let format = try ImportFormats.named(request.format)
        try format.check(request)
        if !format.hasSettings { try format.refuse([("--setting", request.setting != nil)]) }
        guard request.rejectCountMax >= 0 else {
            throw CatalogError(.invalidArgument, "the number of rejects allowed is negative", remedy: "give 0 or more")
        }
        return try await write(format: format.name, files: request.files, request: request, events: events) {
            session throws(CatalogError) in try format.read(request, into: session)
        }
    }

    /// Runs a body that streams rows into a session, as one transaction.
    func write(
        format: String, files: [String], request: ImportRequest, events: @escaping @Sendable (ImportEvent) -> Void,
        _ body: @escaping @Sendable (ImportSession) throws(CatalogError) -> Void
    ) async throws(CatalogError) -> ImportReport {
        let ledger = ImportLedger(rejectCountMax: request.rejectCountMax, events: events)
        let names = files.map { URL(fileURLWithPath: $0).lastPathComponent }
        do throws(CatalogError) {
            let written = try await store.write(
                source: ImportSource(format: format, files: names), dryRun: request.dryRun,
                progress: { events(.storing($0)) },
                { writer throws(CatalogError) in
                    try body(ImportSession(writer: writer, ledger: ledger, events: events))
                    try ledger.finish()
                })
            return ledger.report(written)
        } catch {
            throw Self.placed(error, in: files.first)
        }
    }

    /// The store knows no files: what it rejects as a whole is said of the file.
    private static func placed(_ error: CatalogError, in file: String?) -> CatalogError {
        guard error.kind == .rejected, error.location == nil, let file else { return error }
        var placed = error
        placed.location = .init(file: file)
        return placed
    }
}
