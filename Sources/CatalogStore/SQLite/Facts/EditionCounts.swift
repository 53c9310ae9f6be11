internal import CatalogModel
internal import GRDB

/// Keeps for each loaded edition how many facts of each kind it holds on its first day, and which codes they name that the
/// catalog does not have, so that a summary costs no scan. Lives within one write access, behind ``FactReferences``.
struct EditionCounts {
    let db: Database
    let staging: FactStaging

    /// Brings the counts up to date with an import that has been applied.
    func update() throws {
        for edition in staging.editions.values.joined() { try count(edition) }
        try db.execute(sql: "DROP TABLE temp.reference")
        try noteCodes()
        try db.execute(
            sql: """
                UPDATE fact_edition_count AS c SET unresolved_count = (
                    SELECT count(*) FROM fact_unresolved u
                    WHERE u.scope = c.scope AND u.since = c.since AND u.kind = c.kind)
                """)
    }

    /// Counts what a declared edition holds.
    private func count(_ edition: FactEdition) throws {
        let arguments: StatementArguments = ["scope": edition.scope.number, "since": edition.since]
        try db.execute(
            sql: """
                DELETE FROM fact_edition_count WHERE scope = :scope AND since = :since;
                DELETE FROM fact_unresolved WHERE scope = :scope AND since = :since
                """,
            arguments: arguments)
        let isListed = "scope = :scope AND since <= :since AND until > :since"
        for kind in staging.kinds {
            let sql = "SELECT count(*) FROM \(FactTable(kind).staged) WHERE \(isListed)"
            guard let count = try Int.fetchOne(db, sql: sql, arguments: arguments), count > 0 else { continue }
            try db.execute(
                sql: "INSERT INTO fact_edition_count VALUES (?, ?, ?, ?, 0)",
                arguments: [edition.scope.number, edition.since, kind.rawValue, count])
        }
        try db.execute(
            sql: """
                INSERT INTO fact_unresolved (scope, since, kind, key)
                SELECT DISTINCT :scope, :since, kind, key FROM temp.reference WHERE NOT known AND \(isListed)
                """,
            arguments: arguments)
    }

    /// Notes codes that came or went, in editions loaded before, too.
    private func noteCodes() throws {
        try db.execute(sql: "CREATE TEMP TABLE gone (key TEXT PRIMARY KEY) WITHOUT ROWID")
        try db.execute(sql: "DELETE FROM fact_unresolved WHERE key IN (\(Self.touched(isKnown: true)))")
        if staging.kinds.contains(.hierarchy) {
            let isGroup = "EXISTS (SELECT 1 FROM fact_hierarchy h WHERE h.child = key AND h.title <> '')"
            try db.execute(sql: "DELETE FROM fact_unresolved WHERE \(isGroup)")
        }
        try db.execute(sql: "INSERT INTO temp.gone SELECT DISTINCT key FROM (\(Self.touched(isKnown: false)))")
        // Few codes ever go (a page that is deleted, a release that is loaded anew without them): then facts are looked
        // through.
        if try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.gone)") == true {
            for table in FactKind.allCases.map(FactTable.init) { try noteGone(in: table) }
        }
        try db.execute(sql: "DROP TABLE temp.gone")
    }

    private func noteGone(in table: FactTable) throws {
        for column in table.keyColumns {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO fact_unresolved (scope, since, kind, key)
                    SELECT f.scope, e.since, ?, f.\(column) FROM \(table.name) f
                        JOIN fact_edition e ON e.scope = f.scope AND e.since >= f.since AND e.since < f.until
                    WHERE f.\(column) IN (SELECT key FROM temp.gone)
                    """,
                arguments: [table.kind.rawValue])
        }
    }

    /// The codes that the import touched and that the catalog has, or has not.
    private static func touched(isKnown: Bool) -> String {
        """
        SELECT CASE s.name \(RevisionRecord.prefixes) END || t.code AS key
        FROM temp.effect t JOIN code_system s ON s.id = t.system_id
        WHERE \(isKnown ? "" : "NOT ")(
            EXISTS (SELECT 1 FROM listing l WHERE l.system_id = t.system_id AND l.code = t.code)
            OR EXISTS (SELECT 1 FROM page p WHERE p.system_id = t.system_id AND p.code = t.code))
        """
    }
}
