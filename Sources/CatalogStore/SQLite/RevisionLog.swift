internal import CatalogModel
internal import GRDB

/// The revisions and what each changed, as stored.
enum RevisionLog {
    /// How much is kept of what revisions changed: the oldest go first, the newest stays in any case.
    struct Limits {
        var revisionCount: Int64
        var changeCount: Int64
    }

    /// What a row without a code says of its system.
    enum Mark: Int64 {
        /// Its releases changed; the codes that changed have rows of their own.
        case renewed = 1
        /// Too many of its codes changed to name them.
        case whole = 2
    }

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
        guard try isKept(db, since: revision) else {
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

    /// Ends a revision of which all changes are noted, and cuts off the oldest part of the log.
    static func finish(_ db: Database, _ revision: Revision, limits: Limits) throws {
        try db.execute(
            sql: """
                UPDATE revision SET change_count = (SELECT count(*) FROM revision_change WHERE revision = :revision)
                WHERE number = :revision
                """, arguments: ["revision": revision.rawValue])
        let excess = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(number) FROM (
                    SELECT number, row_number() OVER newest AS place, sum(change_count) OVER newest AS total
                    FROM revision WHERE change_count IS NOT NULL WINDOW newest AS (ORDER BY number DESC))
                WHERE place > 1 AND (place > ? OR total > ?)
                """, arguments: [limits.revisionCount, limits.changeCount])
        guard let excess else { return }
        try db.execute(
            sql: """
                UPDATE revision SET change_count = NULL WHERE change_count IS NOT NULL AND number <= :excess;
                DELETE FROM revision_change WHERE revision <= :excess;
                """, arguments: ["excess": excess])
    }

    /// Whether all that changed after a revision is known.
    static func isKept(_ db: Database, since revision: Revision) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT min(number) FROM revision WHERE change_count IS NOT NULL")
        guard let oldest = try Int64.fetchOne(statement) else { return try newest(db) <= revision }
        return revision.rawValue >= oldest - 1
    }

    /// Whether a code changed after a revision, as far as is known; when it is not, it may have.
    static func hasChanged(_ db: Database, _ code: String, in system: Int64, since revision: Revision) throws -> Bool {
        guard try isKept(db, since: revision) else { return true }
        return try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM revision_change WHERE revision > ? AND system_id = ?
                    AND (code = ? OR code = '' AND kind = ?))
                """, arguments: [revision.rawValue, system, code, Mark.whole.rawValue]) ?? true
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
