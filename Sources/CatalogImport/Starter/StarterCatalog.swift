public import CatalogModel
public import CatalogStore
internal import Foundation

/// The catalog that comes with the program: pages in our own words, similar codes and sample policies, so that there is
/// something to look up before anything is imported.
public struct StarterCatalog: Sendable {
    /// What each of its records says about the wording.
    public static let notice =
        "The wording is this catalog's own, not the official descriptor; not for clinical or billing use."

    private let folder: URL

    /// The starter catalog that was installed with the program.
    ///
    /// It is looked for beside the executable, then in `../share/medcodes`.
    ///
    /// - Throws: ``CatalogError`` of kind `unavailable` when it is in neither place.
    public init() throws(CatalogError) {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let folders = [
            program.appendingPathComponent("medcodes_CatalogImport.resources/StarterCatalog"),
            program.deletingLastPathComponent().appendingPathComponent("share/medcodes/StarterCatalog"),
        ]
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw CatalogError(
                .unavailable,
                "the starter catalog is missing: neither \(folders.map(\.path).joined(separator: " nor ")) is there",
                remedy: "install the program with its resources, or give --store")
        }
        self.folder = folder
    }

    /// The starter catalog in a folder of `index.tsv`, `similar.tsv`, `policies.csv` and the pages the index names.
    public init(folder: String) {
        self.folder = URL(fileURLWithPath: folder)
    }

    /// Imports it; changes nothing when it is there already.
    ///
    /// - Throws: ``CatalogError``, naming file and line of what is wrong with it, or from the store.
    @discardableResult
    public func load(
        into store: any CodeStore, events: @escaping @Sendable (ImportEvent) -> Void = { _ in }
    ) async throws(CatalogError) -> ImportReport {
        let files = ["index.tsv", "similar.tsv", "policies.csv"].map { folder.appendingPathComponent($0).path }
        let request = ImportRequest(format: "starter", files: files)
        return try await CatalogImporter(store: store).write(
            format: request.format, files: files, request: request, events: events
        ) { session throws(CatalogError) in
            let index = try PageIndex(path: files[0])
            let similar = try SimilarTable(path: files[1])
            let policies = try PolicyTable(path: files[2])
            for entry in index.entries {
                try session.row(at: entry.source) { () throws(CatalogError) in
                    let page = try PageFile.read(entry.path, as: PagesFormat())
                    try PageFile.check(page, describes: entry.key, file: entry.path)
                    var code = PageFile.record(of: page, key: entry.key, notice: Self.notice)
                    code.similarCodes = similar.codes(of: entry.key)
                    code.policies = policies.policies(of: entry.key)
                    try session.write(.page(code))
                }
            }
        }
    }
}
