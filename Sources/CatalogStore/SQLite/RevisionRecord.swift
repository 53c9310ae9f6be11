internal import CatalogModel
internal import GRDB

/// Keeps the books of the revision that is being written: systems and releases that came with it, what it did to each
/// code, what its observers must hear, and the counts the summary shows.
struct RevisionRecord {
    let db: Database
    let revision: Revision

    /// The systems this import touches, by name, with their rows.
    private var ids: [String: Int64] = [:]
    /// The systems that are newly loaded, or of which a release is: any answer may differ from before, also for codes
    /// that did not change.
    private var renewedSystems: Set<Int64> = []
    /// The systems in which too many codes changed to name them.
    private var wholeSystems: Set<Int64> = []
    private let limits: RevisionLog.Limits

    init(db: Database, revision: Revision, limits: RevisionLog.Limits) {
        self.db = db
        self.revision = revision
        self.limits = limits
    }

    /// The row of a system; a new one when it is not loaded yet.
    mutating func loadSystem(_ system: CodeSystem) throws -> Int64 {
        if let id = ids[system.name] { return id }
        let id = try nameSystem(system)
        try db.execute(sql: "UPDATE code_system SET is_loaded = 1 WHERE id = ? AND NOT is_loaded", arguments: [id])
        if db.changesCount > 0 { renewedSystems.insert(id) }
        ids[system.name] = id
        return id
    }

    /// The row of a system that facts name; a new one, which does not make it loaded, when there is none.
    private func nameSystem(_ system: CodeSystem) throws -> Int64 {
        let known = try Int64.fetchOne(
            db, sql: "SELECT id FROM code_system WHERE name = ?", arguments: [system.name])
        if let known { return known }
        try db.execute(sql: "INSERT INTO code_system (name, is_loaded) VALUES (?, 0)", arguments: [system.name])
        return db.lastInsertedRowID
    }

    /// Notes the codes whose facts changed.
    mutating func note(_ facts: FactTransaction.Outcome) throws {
        guard let keys = facts.keys else {
            for system in facts.systems { wholeSystems.insert(try nameSystem(system)) }
            return
        }
        try note(keys)
    }

    /// Notes the codes whose answers show the descriptor of one that changed because facts call them similar, or make
    /// them one add-on family.
    private mutating func noteSimilar() throws {
        let sql = "SELECT EXISTS (SELECT 1 FROM fact_count WHERE kind IN (?, ?) AND row_count > 0)"
        let kinds = [FactKind.similarity.rawValue, FactKind.addOn.rawValue]
        guard try Bool.fetchOne(db, sql: sql, arguments: StatementArguments(kinds)) == true else { return }
        let keys = try String.fetchSet(
            db, sql: Self.similar, arguments: ["limit": RevisionChange.keyCountMax + 1])
        guard keys.count > RevisionChange.keyCountMax else { return try note(keys) }
        for system in try LoadedSystem.named(db) { wholeSystems.insert(system.id) }
    }

    private func note(_ keys: Set<String>) throws {
        for case let key? in keys.sorted().map(CodeKey.init(storedText:)) {
            let id = try nameSystem(key.system)
            try db.execute(
                sql: "INSERT OR IGNORE INTO revision_change (revision, system_id, code) VALUES (?, ?, ?)",
                arguments: [revision.rawValue, id, key.code])
        }
    }

    /// Notes a release as loaded.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` when a loaded release has its day or its name, but not both.
    mutating func loadRelease(_ release: Release, of system: CodeSystem, id: Int64) throws {
        let loaded = try LoadedSystem.all(db).first { $0.id == id }?.releases ?? []
        guard !loaded.contains(release) else { return }
        if let other = loaded.first(where: { $0.isAtOdds(with: release) }) {
            throw CatalogError.contradictoryRelease(release, of: system, with: other)
        }
        try db.execute(
            sql: """
                INSERT INTO release (system_id, effective, label, revision, digest)
                VALUES (:id, :effective, :label, :revision, row_digest(:name, :effective, :label, 0, :revision))
                """,
            arguments: [
                "id": id, "effective": release.effective.dayNumber, "label": release.label,
                "revision": revision.rawValue, "name": system.name,
            ])
        renewedSystems.insert(id)
    }

    /// Whether the import changed anything.
    func isChange() throws -> Bool {
        try !renewedSystems.isEmpty || Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.effect)") == 1
    }

    /// What the import did, in numbers.
    func report(rowCount: Int) throws -> WriteReport {
        var report = WriteReport(outcome: .rehearsed, rowsRead: rowCount)
        let effects = try Row.fetchAll(db, sql: "SELECT effect, count(*) FROM temp.effect GROUP BY effect")
        for row in effects {
            let count = Int(try row.integer(at: 1))
            switch try row.text(at: 0) {
            case "added": report.added = count
            case "terminated": report.terminated = count
            default: report.changed = count
            }
        }
        return report
    }

    /// How many codes staged for a system, as listings and as pages, the import left as they were.
    func unchangedCount(staged place: Int, id: Int64) throws -> Int {
        try Int.fetchOne(db, sql: Self.unchanged, arguments: ["staged": place, "system": id]) ?? 0
    }

    /// Writes down what changed, and brings the counts up to date.
    mutating func finish() throws {
        try noteSimilar()
        try noteChanges()
        for id in ids.values { try count(id) }
    }

    private mutating func noteChanges() throws {
        try noteCrowded(Self.crowdedEffects)
        for id in wholeSystems { try mark(.whole, id) }
        try db.execute(sql: Self.noteKeys, arguments: ["revision": revision.rawValue, "open": Schema.openEnd])
        try limitKeys()
        for id in renewedSystems.subtracting(wholeSystems) { try mark(.renewed, id) }
        try RevisionLog.finish(db, revision, limits: limits)
    }

    /// Notes the systems of which a query finds too many codes as changed as a whole.
    private mutating func noteCrowded(_ sql: String) throws {
        wholeSystems.formUnion(try Int64.fetchSet(db, sql: sql, arguments: [RevisionChange.keyCountMax]))
    }

    /// Lets systems stand for their codes, those with the most first, until what is left can be named.
    private mutating func limitKeys() throws {
        let counts = try Row.fetchAll(db, sql: Self.keyCounts, arguments: [revision.rawValue])
        var total = 0
        for row in counts {
            total += Int(try row.integer(at: 1))
            guard total > RevisionChange.keyCountMax else { continue }
            let id = try row.integer(at: 0)
            try db.execute(
                sql: "DELETE FROM revision_change WHERE revision = ? AND system_id = ?",
                arguments: [revision.rawValue, id])
            wholeSystems.insert(id)
            try mark(.whole, id)
        }
    }

    private func mark(_ mark: RevisionLog.Mark, _ id: Int64) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO revision_change (revision, system_id, code, kind) VALUES (?, ?, '', ?)",
            arguments: [revision.rawValue, id, mark.rawValue])
    }

    private func count(_ id: Int64) throws {
        try db.execute(sql: Self.counts, arguments: ["system": id, "open": Schema.openEnd])
    }
}

extension RevisionRecord {
    /// Codes that changed, with what happened to them, and pages that show the descriptor of one; systems marked as a
    /// whole need no keys. A code's state before is that of its first effect: listings are applied before pages.
    private static let noteKeys = """
        INSERT INTO revision_change (revision, system_id, code, kind)
        SELECT :revision, e.system_id, e.code, CASE
            WHEN e.now = \(CodeState.unknown) THEN \(CodeChange.Kind.deleted.rawValue)
            WHEN e.state = \(CodeState.unknown) THEN \(CodeChange.Kind.added.rawValue)
            WHEN e.state = \(CodeState.open) AND e.now = \(CodeState.ended) THEN \(CodeChange.Kind.terminated.rawValue)
            ELSE \(CodeChange.Kind.updated.rawValue) END
        FROM (
            SELECT f.system_id, f.code, f.state, min(f.layer),
                \(CodeState.of(system: "f.system_id", code: "f.code")) AS now
            FROM temp.effect f WHERE f.system_id NOT IN (\(whole)) GROUP BY f.system_id, f.code
        ) e WHERE TRUE
        ON CONFLICT DO UPDATE SET kind = excluded.kind;

        INSERT OR IGNORE INTO revision_change (revision, system_id, code, kind)
        SELECT :revision, m.system_id, m.code, \(CodeChange.Kind.updated.rawValue) FROM temp.effect e
            JOIN code_system s ON s.id = e.system_id
            JOIN page_mention m ON m.target_system = s.name AND m.target_code = e.code
        WHERE m.system_id NOT IN (\(whole));
        """

    private static let crowdedEffects = """
        SELECT system_id FROM temp.effect GROUP BY system_id HAVING count(DISTINCT code) > ?
        """

    /// The fewest first, so that the systems with the most are those that do not fit.
    private static let keyCounts = """
        SELECT system_id, count(*) AS number FROM revision_change WHERE revision = ? AND code <> ''
        GROUP BY system_id ORDER BY number, system_id
        """

    /// An add-on family: an add-on code, its primaries, and the other add-ons of those.
    private static let similar = """
        WITH changed AS (
            SELECT CASE s.name \(prefixes) END || e.code AS key
            FROM temp.effect e JOIN code_system s ON s.id = e.system_id
        ), primaries AS (
            SELECT f.primary_code AS key FROM changed c CROSS JOIN fact_add_on f ON f.add_on = c.key
            WHERE f.primary_code <> ''
            UNION SELECT key FROM changed
        )
        SELECT f.key FROM changed c CROSS JOIN fact_similarity f ON f.other = c.key
        UNION SELECT f.primary_code FROM changed c CROSS JOIN fact_add_on f ON f.add_on = c.key
            WHERE f.primary_code <> ''
        UNION SELECT f.add_on FROM primaries p CROSS JOIN fact_add_on f ON f.primary_code = p.key
        LIMIT :limit
        """

    /// What the stored texts of a system's keys begin with, as the branches of a CASE on its name.
    static let prefixes =
        CodeSystem.known.map { "WHEN '\($0.name)' THEN '\($0.storedPrefix)'" }.joined(separator: " ")
        + " ELSE '\(CodeSystem.known.count)' || s.name || ' '"

    private static let whole = "SELECT system_id FROM revision_change WHERE revision = :revision AND code = ''"

    private static let unchanged = """
        SELECT (
            SELECT count(DISTINCT s.code) FROM temp.staged_listing s WHERE s.system_id = :staged AND NOT EXISTS (
                SELECT 1 FROM temp.effect e WHERE e.layer = 'listing' AND e.system_id = :system AND e.code = s.code)
        ) + (
            SELECT count(*) FROM temp.staged_page s WHERE s.system_id = :staged AND NOT EXISTS (
                SELECT 1 FROM temp.effect e WHERE e.layer = 'page' AND e.system_id = :system AND e.code = s.code)
        )
        """

    private static let counts = """
        WITH coded AS (
            SELECT code, kind FROM listing WHERE system_id = :system
            UNION ALL
            SELECT p.code, p.kind FROM page p WHERE p.system_id = :system
                AND NOT EXISTS (SELECT 1 FROM listing l WHERE l.system_id = :system AND l.code = p.code)
        ), counted AS (
            SELECT kind, count(DISTINCT code) AS number FROM coded GROUP BY kind
        )
        UPDATE code_system SET
            code_count = ifnull((SELECT number FROM counted WHERE kind = 'code'), 0),
            header_count = ifnull((SELECT number FROM counted WHERE kind = 'header'), 0),
            modifier_count = ifnull((SELECT number FROM counted WHERE kind = 'modifier'), 0),
            procedure_count = (SELECT count(*) FROM page WHERE system_id = :system AND has_procedure)
        WHERE id = :system;

        WITH segment AS (
            SELECT effective AS start, lead(effective, 1, :open) OVER (ORDER BY effective) AS end
            FROM release WHERE system_id = :system
        )
        UPDATE release SET row_count = (
            SELECT count(DISTINCT l.code) FROM segment s JOIN listing l
                ON l.system_id = :system AND l.effective < s.end AND l.terminated > s.start
            WHERE s.start = release.effective)
        WHERE system_id = :system;

        UPDATE release SET digest = row_digest(
            (SELECT name FROM code_system WHERE id = :system), effective, label, row_count, revision)
        WHERE system_id = :system;
        """
}
