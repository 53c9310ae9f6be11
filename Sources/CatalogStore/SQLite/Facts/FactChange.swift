internal import CatalogModel
internal import GRDB

/// Counts what an import did to the facts of one kind and scope, and finds the codes it concerns.
struct FactChange {
    let db: Database
    let table: FactTable
    let scope: Int64

    /// How many facts are staged, those of several editions counted once.
    func stagedCount() throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (SELECT DISTINCT \(table.identity.joined(separator: ", "))
                    FROM \(table.staged) WHERE scope = ?)
                """, arguments: [scope]) ?? 0
    }

    /// Adds what the merges noted.
    func count(in outcome: inout FactTransaction.Outcome) throws {
        let sql = "SELECT effect, count(*) FROM \(table.effects) WHERE scope = ? GROUP BY effect"
        var touched = 0
        for row in try Row.fetchAll(db, sql: sql, arguments: [scope]) {
            let count = Int(try row.integer(at: 1))
            switch try row.text(at: 0) {
            case "added": outcome.added += count
            case "terminated": outcome.terminated += count
            default: outcome.changed += count
            }
            touched += count
        }
        outcome.unchanged += try unchangedCount()
        if touched > 0 { try note(in: &outcome, from: table.effects) }
    }

    private func unchangedCount() throws -> Int {
        let same = FactTable.equal(table.identity, "e", "s")
        return try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (SELECT DISTINCT \(table.identity.joined(separator: ", "))
                    FROM \(table.staged) WHERE scope = :scope) s
                WHERE NOT EXISTS (SELECT 1 FROM \(table.effects) e WHERE \(same) AND e.scope = :scope)
                """, arguments: ["scope": scope]) ?? 0
    }

    /// Notes the codes of the facts in a table as changed. Stops naming them when they are too many.
    func note(in outcome: inout FactTransaction.Outcome, from rows: String) throws {
        outcome.isChange = true
        if table.kind == .policy { return try note(in: &outcome, "key", from: Self.policyCodes(of: rows)) }
        for column in table.keyColumns { try note(in: &outcome, column, from: rows) }
        if table.kind == .addOn { try note(in: &outcome, "add_on", from: Self.family(of: rows)) }
    }

    /// Add-on codes that share a primary are like each other, so a relation concerns the other add-ons of its primary.
    private static func family(of rows: String) -> String {
        """
        (SELECT f.add_on, r.scope
            FROM (SELECT DISTINCT primary_code, scope FROM \(rows) WHERE primary_code <> '') r
            CROSS JOIN main.fact_add_on f ON f.primary_code = r.primary_code)
        """
    }

    /// A policy names no code itself; its answers are those of the codes it speaks of.
    private static func policyCodes(of rows: String) -> String {
        """
        (SELECT c.key, r.scope FROM \(rows) r CROSS JOIN main.fact_policy_code c
            ON c.payer = r.payer AND c.number = r.number)
        """
    }

    private func note(in outcome: inout FactTransaction.Outcome, _ column: String, from rows: String) throws {
        try noteSystems(in: &outcome, from: rows, column)
        if var keys = outcome.keys {
            let sql = "SELECT DISTINCT \(column) FROM \(rows) WHERE scope = ? AND \(column) <> ''"
            let cursor = try String.fetchCursor(db, sql: sql, arguments: [scope])
            while keys.count <= RevisionChange.keyCountMax, let key = try cursor.next() { keys.insert(key) }
            outcome.keys = keys.count > RevisionChange.keyCountMax ? nil : keys
        }
    }

    /// Known systems by the first character of their keys; others, which are few, by the whole key.
    private func noteSystems(
        in outcome: inout FactTransaction.Outcome, from rows: String, _ column: String
    ) throws {
        let others = String(CodeSystem.known.count)
        let sql = """
            SELECT DISTINCT CASE WHEN \(column) < '\(others)' THEN substr(\(column), 1, 1) || 'X' ELSE \(column) END
            FROM \(rows) WHERE scope = ? AND \(column) <> ''
            """
        let cursor = try String.fetchCursor(db, sql: sql, arguments: [scope])
        while let text = try cursor.next() {
            guard let key = CodeKey(storedText: text) else { throw DamagedRow() }
            outcome.systems.insert(key.system)
        }
    }
}
