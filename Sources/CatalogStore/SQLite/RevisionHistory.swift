internal import CatalogModel
internal import GRDB

/// Reads what single revisions did, from the log.
struct RevisionHistory {
    private let db: Database
    private let systems: [LoadedSystem]

    /// About how many changes are read at once; a revision is never cut in two.
    private static let changeCountMax = RevisionChange.keyCountMax

    init(_ db: Database) throws {
        self.db = db
        systems = try LoadedSystem.named(db)
    }

    /// The revisions behind one, at most so many; nil when the log has been cut off behind it.
    func revisions(after revision: Revision, limit: Int) throws -> [CatalogRevision]? {
        guard try RevisionLog.isKept(db, since: revision) else { return nil }
        let statement = try db.cachedStatement(
            sql: """
                SELECT number, committed_at, change_count FROM revision WHERE number > ? ORDER BY number LIMIT ?
                """)
        var revisions: [CatalogRevision] = []
        var changeCount = 0
        for row in try Row.fetchAll(statement, arguments: [revision.rawValue, limit]) {
            changeCount += Int(try row.integer(at: 2))
            if changeCount > Self.changeCountMax, !revisions.isEmpty { break }
            var entry = CatalogRevision(
                revision: Revision(rawValue: try row.integer(at: 0)), committedAt: try row.integer(at: 1))
            for system in systems { try readChanges(of: system, into: &entry) }
            revisions.append(entry)
        }
        return revisions
    }

    private func readChanges(of system: LoadedSystem, into entry: inout CatalogRevision) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT code, kind FROM revision_change WHERE revision = ? AND system_id = ? ORDER BY code")
        for row in try Row.fetchAll(statement, arguments: [entry.revision.rawValue, system.id]) {
            let (code, number) = (try row.text(at: 0), try row.integer(at: 1))
            if code.isEmpty {
                guard let mark = RevisionLog.Mark(rawValue: number) else { throw DamagedRow() }
                switch mark {
                case .renewed: entry.renewedSystems.append(system.system)
                case .whole: entry.changedSystems.append(system.system)
                }
            } else {
                guard let kind = UInt8(exactly: number).flatMap(CodeChange.Kind.init) else { throw DamagedRow() }
                entry.changes.append(CodeChange(kind, of: CodeKey(system: system.system, canonical: code)))
            }
        }
    }
}
