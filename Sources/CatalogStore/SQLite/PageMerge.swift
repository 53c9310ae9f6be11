internal import CatalogModel
internal import GRDB

/// Puts the staged pages of a system in the place of those their keys had.
struct PageMerge {
    let db: Database
    /// The system's place in the staging tables.
    let staged: Int
    /// The system's row in the catalog.
    let system: Int64
    let name: String
    let revision: Revision

    /// Compares and applies the pages.
    func apply() throws {
        try db.execute(
            sql: Self.statements,
            arguments: [
                "staged": staged, "system": system, "name": name, "revision": revision.rawValue, "open": Schema.openEnd,
            ])
    }

    private static let statements = """
        INSERT INTO temp.effect (layer, system_id, code, effect, state)
        SELECT 'page', :system, s.code, CASE WHEN p.code IS NULL THEN 'added' ELSE 'changed' END,
            \(CodeState.of(system: ":system", code: "s.code"))
        FROM temp.staged_page s LEFT JOIN main.page p ON p.system_id = :system AND p.code = s.code
        WHERE s.system_id = :staged AND NOT (
            p.code IS NOT NULL AND p.kind = s.kind AND p.long_descriptor = s.long_descriptor
            AND p.short_descriptor = s.short_descriptor AND p.details IS s.details AND p.body = s.body);

        DELETE FROM main.page_mention WHERE system_id = :system AND code IN (\(changed));

        DELETE FROM main.page WHERE system_id = :system AND code IN (\(changed));

        INSERT INTO main.page (system_id, code, \(StoredPage.columnNames), has_procedure, revision, digest)
        SELECT :system, s.code, \(StoredPage.columnNames), s.has_procedure, :revision, \(StoredPage.digest(of: "s"))
        FROM temp.staged_page s WHERE s.system_id = :staged AND s.code IN (\(changed)) ORDER BY s.code;

        INSERT OR IGNORE INTO main.page_mention (target_system, target_code, system_id, code)
        SELECT m.target_system, m.target_code, :system, m.code
        FROM temp.staged_mention m WHERE m.system_id = :staged AND m.code IN (\(changed));
        """

    private static let changed = "SELECT code FROM temp.effect WHERE layer = 'page' AND system_id = :system"
}
