public import CatalogModel

/// The catalog as it was at one revision, whatever is committed meanwhile. Any task may use it; it ends with its last
/// reference.
public protocol CatalogSnapshot: Sendable {
    /// The revision the snapshot holds.
    var revision: Revision { get }

    /// Asks several questions of the snapshot; see ``CodeStore/read(_:)``.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any CodeStoreReader) throws(CatalogError) -> Value
    ) async throws(CatalogError) -> Value

    /// The stored records behind a position, in the order of ``CatalogRecord/Position``.
    ///
    /// - Parameters:
    ///   - position: The position of the last record read; nil to begin.
    ///   - limit: The most records to return, at least 1. Memory is bounded by it.
    /// - Returns: The next records; fewer than `limit` only at the end, none behind it.
    func records(
        after position: CatalogRecord.Position?, limit: Int
    ) async throws(CatalogError) -> [CatalogRecord]
}
