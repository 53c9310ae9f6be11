internal import CatalogModel
internal import GRDB

/// Counts staged facts that name codes the catalog does not have, once everything is applied.
struct FactReferences {
    let db: Database

    /// How many facts of these kinds name such a code. A group that a hierarchy names with a title is no such code.
    ///
    /// Leaves the codes named, and whether they are known, in `temp.reference`, for ``EditionCounts``.
    func unresolvedCount(of kinds: [FactKind]) throws -> Int {
        let tables = kinds.map(FactTable.init)
        try db.execute(
            sql: """
                CREATE TEMP TABLE reference (
                    key TEXT NOT NULL, kind TEXT NOT NULL, scope INTEGER NOT NULL, since INTEGER NOT NULL,
                    until INTEGER NOT NULL, known INTEGER NOT NULL DEFAULT 0,
                    PRIMARY KEY (key, kind, scope, since, until)) WITHOUT ROWID
                """)
        for table in tables { try collect(table) }
        for system in try LoadedSystem.all(db) { try mark(system) }
        try db.execute(
            sql: """
                UPDATE temp.reference AS r SET known = 1
                WHERE EXISTS (SELECT 1 FROM fact_hierarchy h WHERE h.child = r.key AND h.title <> '')
                """)
        return try tables.reduce(0) { try $0 + unresolvedCount(of: $1) }
    }

    private func collect(_ table: FactTable) throws {
        for column in table.keyColumns {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO temp.reference (key, kind, scope, since, until)
                    SELECT DISTINCT \(column), ?, scope, since, until FROM \(table.staged) WHERE \(column) <> ''
                    """, arguments: [table.kind.rawValue])
        }
    }

    private func mark(_ system: LoadedSystem) throws {
        let prefix = system.system.storedPrefix
        try db.execute(
            sql: """
                UPDATE temp.reference AS r SET known = 1
                WHERE r.key >= :prefix AND r.key < :prefix || char(1114111) AND (
                    EXISTS (SELECT 1 FROM listing l WHERE l.system_id = :system AND l.code = substr(r.key, :start))
                    OR EXISTS (SELECT 1 FROM page p WHERE p.system_id = :system AND p.code = substr(r.key, :start)))
                """,
            arguments: ["prefix": prefix, "system": system.id, "start": prefix.unicodeScalars.count + 1])
    }

    private func unresolvedCount(of table: FactTable) throws -> Int {
        guard !table.keyColumns.isEmpty else { return 0 }
        let unknown = table.keyColumns.map { "\($0) IN (SELECT key FROM temp.reference WHERE NOT known)" }
        let sql = "SELECT count(*) FROM \(table.staged) WHERE \(unknown.joined(separator: " OR "))"
        return try Int.fetchOne(db, sql: sql) ?? 0
    }
}
