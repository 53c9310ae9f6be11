internal import CatalogModel
internal import GRDB

/// A read transaction held open on a connection of its own (sqlite.org/isolation.html): it sees one commit for as long
/// as it lives.
struct SQLiteSnapshot: CatalogSnapshot {
    let revision: Revision

    private let connection: DatabaseSnapshot
    private let failure: SQLiteFailure

    init(_ connection: DatabaseSnapshot, failure: SQLiteFailure) throws {
        self.connection = connection
        self.failure = failure
        revision = try connection.read { try RevisionLog.newest($0) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any CodeStoreReader) throws(CatalogError) -> Value
    ) async throws(CatalogError) -> Value {
        do {
            return try await connection.read { [failure] db in try body(SnapshotReader(db, failure: failure)) }
        } catch {
            throw failure.error(for: error)
        }
    }

    func records(
        after position: CatalogRecord.Position?, limit: Int
    ) async throws(CatalogError) -> [CatalogRecord] {
        do {
            return try await connection.read { try RecordReader($0).records(after: position, limit: max(limit, 1)) }
        } catch {
            throw failure.error(for: error)
        }
    }
}
