internal import CatalogImport
internal import CatalogModel
internal import CatalogStore
internal import Foundation

/// The store an import command works on.
struct ImportStore {
    let path: String
    /// Whether nothing may be left behind, not even an empty catalog.
    let isRehearsal: Bool

    /// Opens the store, runs the import and closes the store.
    func run(
        _ request: ImportRequest, events: @escaping @Sendable (ImportEvent) -> Void
    ) async throws(CatalogError) -> ImportReport {
        let isNew = !FileManager.default.fileExists(atPath: path)
        let store = try SQLiteCodeStore(path: path)
        do throws(CatalogError) {
            let report = try await run(request, in: store, events: events)
            try await store.close()
            if isRehearsal, isNew { removeFiles() }
            return report
        } catch {
            try? await store.close()
            if isNew { removeFiles() }
            throw error
        }
    }

    private func run(
        _ request: ImportRequest, in store: SQLiteCodeStore, events: @escaping @Sendable (ImportEvent) -> Void
    ) async throws(CatalogError) -> ImportReport {
        guard request.format == StarterImport.name else {
            return try await CatalogImporter(store: store).run(request, events: events)
        }
        guard request.files.isEmpty, !request.dryRun else {
            throw CatalogError(
                .invalidArgument, "the starter catalog takes no file and no --dry-run", remedy: "leave them out")
        }
        return try await StarterCatalog().load(into: store, events: events)
    }

    private func removeFiles() {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}
