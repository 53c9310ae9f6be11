internal import CatalogModel
internal import GRDB

/// Takes the staged facts of one kind and scope into one declared edition: makes the scope hold, on the days of the
/// edition, exactly what is staged, and leaves all other days alone.
///
/// The days are those from the edition's effective date up to the next one's, loaded or declared: its *segment*. Rows of
/// a fact are kept maximal (two that touch differ in content), so the table is a function of what is listed on each
/// day, and the order in which editions are loaded cannot show in it. ``ReleaseMerge`` does the same for codes.
struct FactMerge {
    let db: Database
    let table: FactTable
    let scope: Int64
    let revision: Revision
    /// The first day of the segment.
    let start: Int64
    /// The first day behind the segment; ``Schema/openEnd`` for the newest edition.
    let end: Int64

    /// Compares and applies the edition.
    func apply() throws {
        try execute("DELETE FROM \(table.touched)")
        try execute(findDifferences)
        guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(table.touched))") == true else { return }
        for statement in [noteEffects, keepTail, keepHead, clear, insert] { try execute(statement) }
        if end != Schema.openEnd { try join(at: end) }
        if start != Schema.openStart { try join(at: start) }
    }

    /// Takes the staged facts of a scope that holds none of the kind yet: they are all new, in every declared edition.
    /// `start` is the first edition's.
    func applyFirst() throws {
        try execute(
            """
            INSERT INTO \(table.name) (\(columns))
            SELECT \(FactTable.list(table.identity, of: "s")), :scope, max(s.since, :start), s.until,
                \(FactTable.list(table.content, of: "s")), :revision,
                \(FactTable.digest(
                    "s.digest", since: "max(s.since, :start)", until: "s.until", revision: ":revision"))
            FROM \(table.staged) s WHERE s.scope = :scope AND s.until > :start
            ORDER BY \(FactTable.list(table.order, of: "s"))
            """)
    }

    /// Joins rows of touched facts that meet on a day and say the same.
    private func join(at boundary: Int64) throws {
        try execute(extend, boundary: boundary)
        try execute(absorb, boundary: boundary)
    }

    private func execute(_ sql: String, boundary: Int64? = nil) throws {
        let values: [String: (any DatabaseValueConvertible)?] = [
            "scope": scope, "revision": revision.rawValue, "start": start, "end": end, "boundary": boundary,
        ]
        let named = values.filter { sql.contains(":\($0.key)") }
        try db.execute(sql: sql, arguments: StatementArguments(named))
    }
}

// The statements. `s` is a staged row, `l` a row of the catalog; both count only as far as they lie in the segment.
extension FactMerge {
    private var columns: String {
        (table.order + ["until"] + table.content + ["revision", "digest"]).joined(separator: ", ")
    }
    private var identity: String { table.identity.joined(separator: ", ") }
    private var stagedInSegment: String { "s.scope = :scope AND s.since < :end AND s.until > :start" }
    private var listedInSegment: String { "l.scope = :scope AND l.since < :end AND l.until > :start" }

    private func same(_ a: String, _ b: String) -> String { FactTable.equal(table.identity, a, b) }
    private func sameContent(_ a: String, _ b: String) -> String { FactTable.equal(table.content, a, b) }

    private var findDifferences: String {
        let equal = """
            \(same("l", "s")) AND max(l.since, :start) = max(s.since, :start)
                AND min(l.until, :end) = min(s.until, :end) AND \(sameContent("l", "s"))
            """
        return """
            INSERT OR IGNORE INTO \(table.touched) (\(identity))
            SELECT \(FactTable.list(table.identity, of: "s")) FROM \(table.staged) s
            WHERE \(stagedInSegment)
                AND NOT EXISTS (SELECT 1 FROM \(table.name) l WHERE \(equal) AND \(listedInSegment))
            UNION ALL
            SELECT \(FactTable.list(table.identity, of: "l")) FROM \(table.name) l
            WHERE \(listedInSegment)
                AND NOT EXISTS (SELECT 1 FROM \(table.staged) s WHERE \(equal) AND \(stagedInSegment))
            """
    }

    /// A fact that several editions of one import touch differently has changed.
    private var noteEffects: String {
        """
        INSERT INTO \(table.effects) (\(identity), scope, effect)
        SELECT \(FactTable.list(table.identity, of: "t")), :scope, CASE
            WHEN NOT EXISTS (SELECT 1 FROM \(table.name) l WHERE \(same("l", "t")) AND \(listedInSegment)) THEN 'added'
            WHEN NOT EXISTS (SELECT 1 FROM \(table.staged) s WHERE \(same("s", "t")) AND \(stagedInSegment))
                THEN 'terminated'
            ELSE 'changed' END
        FROM \(table.touched) t WHERE TRUE
        ON CONFLICT DO UPDATE SET effect = CASE WHEN effect = excluded.effect THEN effect ELSE 'changed' END
        """
    }

    /// What is listed beyond the segment goes on in a row of its own.
    private var keepTail: String {
        """
        INSERT INTO \(table.name) (\(columns))
        SELECT \(FactTable.list(table.identity, of: "l")), :scope, :end, l.until,
            \(FactTable.list(table.content, of: "l")), l.revision,
            \(FactTable.digest(of: "l", since: ":end", until: "l.until"))
        FROM \(table.touched) t CROSS JOIN \(table.name) l ON \(same("l", "t"))
        WHERE \(listedInSegment) AND l.until > :end
        """
    }

    /// What was listed before the segment ends where it starts.
    private var keepHead: String {
        """
        UPDATE \(table.name) AS l
        SET until = :start, digest = \(FactTable.digest(of: "l", since: "l.since", until: ":start"))
        FROM \(table.touched) t WHERE \(same("l", "t")) AND \(listedInSegment) AND l.since < :start
        """
    }

    private var clear: String {
        """
        DELETE FROM \(table.name) AS l
        WHERE \(listedInSegment) AND EXISTS (SELECT 1 FROM \(table.touched) t WHERE \(same("t", "l")))
        """
    }

    private var insert: String {
        """
        INSERT INTO \(table.name) (\(columns))
        SELECT \(FactTable.list(table.identity, of: "s")), :scope, max(s.since, :start), min(s.until, :end),
            \(FactTable.list(table.content, of: "s")), :revision,
            \(FactTable.digest(
                "s.digest", since: "max(s.since, :start)", until: "min(s.until, :end)", revision: ":revision"))
        FROM \(table.touched) t CROSS JOIN \(table.staged) s ON \(same("s", "t"))
        WHERE \(stagedInSegment)
        """
    }

    private var extend: String {
        """
        UPDATE \(table.name) AS l
        SET until = r.until, digest = \(FactTable.digest(of: "l", since: "l.since", until: "r.until"))
        FROM \(table.touched) t CROSS JOIN \(table.name) r ON \(same("r", "t"))
        WHERE \(same("l", "t")) AND l.scope = :scope AND l.until = :boundary
            AND r.scope = :scope AND r.since = :boundary AND \(sameContent("l", "r"))
        """
    }

    private var absorb: String {
        """
        DELETE FROM \(table.name) AS r
        WHERE r.scope = :scope AND r.since = :boundary
            AND EXISTS (SELECT 1 FROM \(table.touched) t WHERE \(same("t", "r")))
            AND EXISTS (SELECT 1 FROM \(table.name) l WHERE \(same("l", "r")) AND l.scope = :scope
                AND l.since < :boundary AND l.until > :boundary)
        """
    }
}
