public import CatalogModel
public import CatalogStore
public import Foundation

/// Writes everything a store holds as JSON lines, to be imported again with the format `jsonl`.
///
/// Two exports of equal catalogs are equal byte for byte: records come in a fixed order, members in the order of their
/// names. One revision is exported whole, whatever is committed meanwhile. Memory is bounded by one batch of records.
public struct JSONLinesExport: Sendable {
    private static let batchCount = 500
    private let store: any CodeStore

    /// An export of this store.
    public init(store: any CodeStore) {
        self.store = store
    }

    /// Writes the catalog piece by piece.
    ///
    /// - Parameter write: Takes the next bytes, which end with a line end; what it throws ends the export.
    /// - Returns: how many records were written, and the revision they are of.
    /// - Throws: ``CatalogError`` of the store or of `write`.
    public func run(
        to write: (Data) async throws(CatalogError) -> Void
    ) async throws(CatalogError) -> (recordCount: Int, revision: Revision) {
        let snapshot = try await store.snapshot()
        try await write(Self.line(JSONLine.Header.current))
        var recordCount = 0
        var position: CatalogRecord.Position?
        while true {
            let records = try await snapshot.records(after: position, limit: Self.batchCount)
            guard let last = records.last else { break }
            var piece = Data()
            for record in records { piece += try Self.line(JSONLine(record)) }
            try await write(piece)
            recordCount += records.count
            position = last.position
        }
        try await write(Self.line(JSONLine(end: .init(records: recordCount))))
        return (recordCount, snapshot.revision)
    }

    private static func line(_ value: some Encodable) throws(CatalogError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value) + Data("\n".utf8)
        } catch {
            throw CatalogError(.corrupt, "a record cannot be written as JSON: \(error)")
        }
    }
}
