internal import CatalogModel
internal import GRDB

/// The revisions and what each changed, as stored.
enum RevisionLog {
    /// How many revisions back the changed keys are kept.
    static let depth: Int64 = 100

    /// The newest revision; 0 before the first.
    static func newest(_ db: Database) throws -> Revision {
        let statement = try db.cachedStatement(sql: "SELECT max(number) FROM revision")
        return Revision(rawValue: try Int64.fetchOne(statement) ?? 0)
    }

    /// When the newest revision was committed, in seconds since 1970; nil before the first.
    static func newestTime(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT committed_at FROM revision ORDER BY number DESC LIMIT 1"))
    }

    /// Begins a revision; what is written after it names it.
    static func begin(_ db: Database, source: ImportSource, at seconds: Int64) throws -> Revision {
        try db.execute(
            sql: """
                INSERT INTO revision (number, committed_at, format, files)
                SELECT ifnull(max(number), 0) + 1, ?, ?, ? FROM revision
                """,
            arguments: [seconds, source.format, source.files.joined(separator: "\n")])
        return Revision(rawValue: db.lastInsertedRowID)
    }

    /// What changed after a revision up to the newest of this snapshot.
    static func changes(_ db: Database, since revision: Revision, systems: [LoadedSystem]) throws -> RevisionChange {
        let newest = try newest(db)
        var change = RevisionChange(since: revision, revision: newest)
        guard revision < newest else { return change }
        guard newest.rawValue - revision.rawValue <= depth else {
            change.systems = systems.map(\.system)
            return change
        }
        let touched = try select(db, changedSince: revision, among: systems, condition: "TRUE")
        let whole = try Set(select(db, changedSince: revision, among: systems, condition: "code = ''").map(\.id))
        if let keys = try keys(db, since: revision, systems: touched.filter { !whole.contains($0.id) }) {
            change.keys = keys
            change.systems = touched.filter { whole.contains($0.id) }.map(\.system)
        } else {
            change.systems = touched.map(\.system)
        }
        return change
    }

    private static func select(
        _ db: Database, changedSince revision: Revision, among systems: [LoadedSystem], condition: String
    ) throws -> [LoadedSystem] {
        let statement = try db.cachedStatement(
            sql: "SELECT DISTINCT system_id FROM revision_change WHERE revision > ? AND \(condition)")
        let ids = try Int64.fetchSet(statement, arguments: [revision.rawValue])
        return systems.filter { ids.contains($0.id) }
    }

    /// The changed keys of these systems in order; nil when they are too many to name.
    private static func keys(
        _ db: Database, since revision: Revision, systems: [LoadedSystem]
    ) throws -> [CodeKey]? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT DISTINCT code FROM revision_change WHERE revision > ? AND system_id = ? ORDER BY code LIMIT ?
                """)
        var keys: [CodeKey] = []
        for system in systems {
            let limit = RevisionChange.keyCountMax + 1 - keys.count
            let codes = try String.fetchAll(statement, arguments: [revision.rawValue, system.id, limit])
            keys += codes.map { CodeKey(system: system.system, canonical: $0) }
            if keys.count > RevisionChange.keyCountMax { return nil }
        }
        return keys
    }
}
