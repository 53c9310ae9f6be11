internal import CatalogModel
internal import GRDB

/// Takes the staged rows of a system into one declared release: makes the catalog list, on the days of the release,
/// exactly what is staged, and leaves all other days alone.
///
/// The days are those from the release's effective date up to the next release's, loaded or declared: its *segment*.
/// Rows of a code are kept maximal (two that touch differ), so the table is a function of what is listed on each
/// day, and the order in which releases are loaded cannot show in it.
struct ReleaseMerge {
    let db: Database
    /// The system's place in the staging tables.
    let staged: Int
    /// The system's row in the catalog.
    let system: Int64
    let name: String
    let revision: Revision
    /// The first day of the segment.
    let start: Int64
    /// The first day behind the segment; ``Schema/openEnd`` for the newest release.
    let end: Int64

    /// Compares and applies the release.
    func apply() throws {
        try execute("DELETE FROM temp.touched")
        try execute(Self.findDifferences)
        try applyTouched()
    }

    /// Does the same for the codes that are staged, and leaves all others alone.
    func applyEdit() throws {
        try execute("DELETE FROM temp.touched")
        try execute(Self.findEdited)
        try applyTouched()
    }

    private func applyTouched() throws {
        guard try Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.touched)") == 1 else { return }
        try execute(Self.noteEffects)
        try execute(Self.keepTail)
        try execute(Self.keepHead)
        try execute(Self.clear)
        try execute(Self.insert)
        if end != Schema.openEnd { try join(at: end) }
        try join(at: start)
    }

    /// Joins rows of touched codes that meet on a day and say the same.
    private func join(at boundary: Int64) throws {
        try execute(Self.extend, boundary: boundary)
        try execute(Self.absorb, boundary: boundary)
    }

    private func execute(_ sql: String, boundary: Int64 = 0) throws {
        try db.execute(
            sql: sql,
            arguments: [
                "staged": staged, "system": system, "name": name, "revision": revision.rawValue, "start": start,
                "end": end, "boundary": boundary, "open": Schema.openEnd,
            ])
    }
}

// The statements. `s` is a staged row, `l` a row of the catalog; both count only as far as they lie in the segment.
extension ReleaseMerge {
    private static func sameContent(_ a: String, _ b: String) -> String {
        """
        \(a).kind = \(b).kind AND \(a).long_descriptor = \(b).long_descriptor
            AND \(a).short_descriptor = \(b).short_descriptor AND \(a).details IS \(b).details
        """
    }

    private static let stagedInSegment = "s.system_id = :staged AND s.effective < :end AND s.terminated > :start"
    private static let listedInSegment = "l.system_id = :system AND l.effective < :end AND l.terminated > :start"
    private static let same = """
        l.code = s.code AND max(l.effective, :start) = max(s.effective, :start)
            AND min(l.terminated, :end) = min(s.terminated, :end) AND \(sameContent("l", "s"))
        """

    private static let findDifferences = """
        INSERT OR IGNORE INTO temp.touched (code)
        SELECT s.code FROM temp.staged_listing s
        WHERE \(stagedInSegment)
            AND NOT EXISTS (SELECT 1 FROM main.listing l WHERE \(listedInSegment) AND \(same));

        INSERT OR IGNORE INTO temp.touched (code)
        SELECT l.code FROM main.listing l
        WHERE \(listedInSegment)
            AND NOT EXISTS (SELECT 1 FROM temp.staged_listing s WHERE \(stagedInSegment) AND \(same));
        """

    private static let findEdited = """
        INSERT OR IGNORE INTO temp.touched (code)
        SELECT s.code FROM temp.staged_listing s
        WHERE \(stagedInSegment)
            AND NOT EXISTS (SELECT 1 FROM main.listing l WHERE \(listedInSegment) AND \(same));
        """

    /// A code that several releases of one import touch differently has changed.
    private static let noteEffects = """
        INSERT INTO temp.effect (layer, system_id, code, effect, state)
        SELECT 'listing', :system, t.code, CASE
            WHEN NOT EXISTS (SELECT 1 FROM main.listing l WHERE \(listedInSegment) AND l.code = t.code) THEN 'added'
            WHEN NOT EXISTS (SELECT 1 FROM temp.staged_listing s WHERE \(stagedInSegment) AND s.code = t.code)
                THEN 'terminated'
            ELSE 'changed' END,
            \(CodeState.of(system: ":system", code: "t.code"))
        FROM temp.touched t WHERE TRUE
        ON CONFLICT DO UPDATE SET effect = CASE WHEN effect = excluded.effect THEN effect ELSE 'changed' END;
        """

    /// What is listed beyond the segment goes on in a row of its own.
    private static let keepTail = """
        INSERT INTO main.listing
            (system_id, code, effective, terminated, \(CodeColumns.names), revision, digest)
        SELECT l.system_id, l.code, :end, l.terminated, \(CodeColumns.names), l.revision,
            \(StoredListing.digest(of: "l", effective: ":end", terminated: "l.terminated", revision: "l.revision"))
        FROM temp.touched t CROSS JOIN main.listing l ON l.code = t.code
        WHERE \(listedInSegment) AND l.terminated > :end;
        """

    /// What was listed before the segment ends where it starts.
    private static let keepHead = """
        UPDATE main.listing AS l
        SET terminated = :start,
            digest = \(StoredListing.digest(
                of: "l", effective: "l.effective", terminated: ":start", revision: "l.revision"))
        WHERE \(listedInSegment) AND l.effective < :start AND l.code IN (SELECT code FROM temp.touched);
        """

    private static let clear = """
        DELETE FROM main.listing AS l
        WHERE \(listedInSegment) AND l.code IN (SELECT code FROM temp.touched);
        """

    private static let insert = """
        INSERT INTO main.listing
            (system_id, code, effective, terminated, \(CodeColumns.names), revision, digest)
        SELECT :system, s.code, max(s.effective, :start), min(s.terminated, :end), \(CodeColumns.names), :revision,
            \(StoredListing.digest(
                of: "s", effective: "max(s.effective, :start)", terminated: "min(s.terminated, :end)",
                revision: ":revision"))
        FROM temp.touched t CROSS JOIN temp.staged_listing s ON s.code = t.code
        WHERE \(stagedInSegment);
        """

    private static let extend = """
        UPDATE main.listing AS l
        SET terminated = r.terminated,
            digest = \(StoredListing.digest(
                of: "l", effective: "l.effective", terminated: "r.terminated", revision: "l.revision"))
        FROM main.listing r
        WHERE l.system_id = :system AND l.code IN (SELECT code FROM temp.touched) AND l.terminated = :boundary
            AND r.system_id = :system AND r.code = l.code AND r.effective = :boundary AND \(sameContent("l", "r"));
        """

    private static let absorb = """
        DELETE FROM main.listing AS r
        WHERE r.system_id = :system AND r.code IN (SELECT code FROM temp.touched) AND r.effective = :boundary
            AND EXISTS (
                SELECT 1 FROM main.listing l WHERE l.system_id = :system AND l.code = r.code
                    AND l.effective < :boundary AND l.terminated > :boundary);
        """
}
