internal import CatalogModel
internal import GRDB

/// Checks the staged listings as a whole, and brings them into the form in which the catalog keeps them: rows of a code
/// do not overlap, and two that touch differ.
struct StagedListingCheck {
    let db: Database
    /// The import's systems by their place in the staging tables.
    let systems: [CodeSystem]
    /// The systems of which a release is declared, or codes are listed as an export holds them.
    let declared: Set<CodeSystem>
    /// Those of them that may have no code: an export says at its end whether it is whole.
    let emptiable: Set<CodeSystem>

    /// - Throws: ``CatalogError`` of kind `rejected`.
    func run() throws {
        for (place, system) in systems.enumerated() where declared.contains(system) {
            if !emptiable.contains(system) { try refuseEmpty(place, system) }
            try refuseOverlap(place, system)
            try joinEqualNeighbours(place)
        }
    }

    /// A file's release without a single code would terminate the whole system; it is a mistake in every case.
    private func refuseEmpty(_ place: Int, _ system: CodeSystem) throws {
        let sql = "SELECT EXISTS (SELECT 1 FROM temp.staged_listing WHERE system_id = ?)"
        guard try Int.fetchOne(db, sql: sql, arguments: [place]) == 0 else { return }
        throw CatalogError(
            .rejected, "the release of \(system.title) lists no codes",
            remedy: "check that the file is complete and of this format")
    }

    private func refuseOverlap(_ place: Int, _ system: CodeSystem) throws {
        let sql = "SELECT a.code FROM \(Self.neighbours) AND b.effective < a.terminated LIMIT 1"
        guard let code = try String.fetchOne(db, sql: sql, arguments: [place]) else { return }
        throw CatalogError(
            .rejected, "\(CodeKey(system: system, canonical: code)) is listed twice on the same days",
            remedy: "remove one of the two rows")
    }

    /// Latest meeting day first, so that a chain of equal rows folds into its first.
    private func joinEqualNeighbours(_ place: Int) throws {
        let sql = """
            SELECT DISTINCT b.effective FROM \(Self.neighbours) AND b.effective = a.terminated AND a.kind = b.kind
                AND a.long_descriptor = b.long_descriptor AND a.short_descriptor = b.short_descriptor
                AND a.details IS b.details
            ORDER BY b.effective DESC
            """
        for boundary in try Int64.fetchAll(db, sql: sql, arguments: [place]) {
            try db.execute(sql: Self.join, arguments: ["place": place, "boundary": boundary])
        }
    }

    /// Pairs of rows of one code of a system, the earlier one first.
    private static let neighbours = """
        temp.staged_listing a
        JOIN temp.staged_listing b ON b.system_id = a.system_id AND b.code = a.code AND b.effective > a.effective
        WHERE a.system_id = ?
        """

    private static let join = """
        UPDATE temp.staged_listing AS a SET terminated = b.terminated
        FROM temp.staged_listing b
        WHERE a.system_id = :place AND a.terminated = :boundary
            AND b.system_id = :place AND b.code = a.code AND b.effective = :boundary AND a.kind = b.kind
            AND a.long_descriptor = b.long_descriptor AND a.short_descriptor = b.short_descriptor
            AND a.details IS b.details;

        DELETE FROM temp.staged_listing AS b
        WHERE b.system_id = :place AND b.effective = :boundary AND EXISTS (
            SELECT 1 FROM temp.staged_listing a WHERE a.system_id = :place AND a.code = b.code
                AND a.effective < :boundary AND a.terminated > :boundary);
        """
}
