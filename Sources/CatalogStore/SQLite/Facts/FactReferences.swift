internal import CatalogModel
internal import GRDB

/// Counts staged facts that name codes the catalog does not have, once everything is applied.
struct FactReferences {
    let db: Database

    /// How many facts of these kinds name such a code. A group that a hierarchy names with a title is no such code.
    func unresolvedCount(of kinds: [FactKind]) throws -> Int {
        let tables = kinds.map(FactTable.init)
        guard tables.contains(where: { !$0.keyColumns.isEmpty }) else { return 0 }
        try db.execute(
            sql: "CREATE TEMP TABLE reference (key TEXT PRIMARY KEY, known INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID")
        for table in tables { try collect(table) }
        for system in try LoadedSystem.all(db) { try mark(system) }
        try db.execute(
            sql: """
                UPDATE temp.reference AS r SET known = 1
                WHERE EXISTS (SELECT 1 FROM fact_hierarchy h WHERE h.child = r.key AND h.title <> '')
                """)
        let count = try tables.reduce(0) { try $0 + unresolvedCount(of: $1) }
        try db.execute(sql: "DROP TABLE temp.reference")
        return count
    }

    private func collect(_ table: FactTable) throws {
        for column in table.keyColumns {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO temp.reference (key)
                    SELECT DISTINCT \(column) FROM \(table.staged) WHERE \(column) <> ''
                    """)
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
