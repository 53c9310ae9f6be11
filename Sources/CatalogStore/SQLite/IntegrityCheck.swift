internal import CatalogModel
internal import GRDB

/// Looks for damage: in the file's structure, in rows that do not match their digests, and between rows.
struct IntegrityCheck {
    let db: Database

    /// Checks the file's structure without comparing indexes with tables (sqlite.org/pragma.html, `quick_check`).
    func quick() throws {
        try expectSound(pragma: "quick_check")
    }

    /// Checks everything.
    ///
    /// - Throws: ``CatalogError`` of kind `corrupt`, for the first damage found.
    func full() throws {
        try expectSound(pragma: "integrity_check")
        guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else { throw DamagedRow() }
        _ = try LoadedSystem.all(db)
        for statement in Self.damagedRows {
            guard let row = try Row.fetchOne(db, sql: statement) else { continue }
            guard let system = CodeSystem(name: try row.text(at: 0)) else { throw DamagedRow() }
            throw CatalogError.damagedRecord(of: CodeKey(system: system, canonical: try row.text(at: 1)))
        }
        _ = try EditionReader.all(db)
        for kind in FactKind.allCases { try facts(of: kind) }
    }

    /// Reads every fact of a kind, which compares it with its digest, and looks for rows of one that overlap.
    private func facts(of kind: FactKind) throws {
        let table = FactTable(kind)
        var cursor: FactCursor?
        repeat {
            let facts = try FactReader(db, editions: EditionReader(db)).records(
                of: kind, after: cursor, limit: Self.factBatchCount)
            cursor = facts.count == Self.factBatchCount ? facts.last?.cursor : nil
        } while cursor != nil
        let overlap = """
            SELECT EXISTS (SELECT 1 FROM \(table.name) a JOIN \(table.name) b
                ON \(FactTable.equal(table.identity + ["scope"], "a", "b")) AND b.since > a.since AND b.since < a.until)
            """
        if try Bool.fetchOne(db, sql: overlap) == true { throw DamagedRow() }
    }

    private static let factBatchCount = 10_000

    private func expectSound(pragma: String) throws {
        guard try String.fetchOne(db, sql: "PRAGMA \(pragma)(1)") == "ok" else { throw DamagedRow() }
    }

    /// Each finds the system and code of a row that cannot be as it was written.
    private static let damagedRows = [
        """
        SELECT s.name, l.code FROM listing l JOIN code_system s ON s.id = l.system_id
        WHERE l.digest <> row_digest(s.name, l.code, l.effective, l.terminated, l.kind, l.long_descriptor,
            l.short_descriptor, l.details)
        LIMIT 1
        """,
        """
        SELECT s.name, p.code FROM page p JOIN code_system s ON s.id = p.system_id
        WHERE p.digest <> row_digest(s.name, p.code, p.kind, p.long_descriptor, p.short_descriptor, p.details, p.body)
        LIMIT 1
        """,
        """
        SELECT s.name, a.code FROM code_system s
            JOIN listing a ON a.system_id = s.id
            JOIN listing b ON b.system_id = s.id AND b.code = a.code AND b.effective > a.effective
        WHERE b.effective < a.terminated
        LIMIT 1
        """,
    ]
}
