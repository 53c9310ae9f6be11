internal import CatalogModel
internal import GRDB

/// Reads the counts that every revision leaves behind; no table of codes is touched.
struct SummaryReader {
    let db: Database

    /// The summary of this snapshot.
    func summary() throws -> CatalogSummary {
        CatalogSummary(
            revision: try RevisionLog.newest(db), committedAt: try RevisionLog.newestTime(db),
            systems: try LoadedSystem.all(db).map(summary))
    }

    private func summary(of loaded: LoadedSystem) throws -> SystemSummary {
        let columns = "code_count, header_count, modifier_count, procedure_count"
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM code_system WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [loaded.id]) else { throw DamagedRow() }
        return SystemSummary(
            system: loaded.system, codeCount: Int(try row.integer(at: 0)), headerCount: Int(try row.integer(at: 1)),
            modifierCount: Int(try row.integer(at: 2)), procedureCount: Int(try row.integer(at: 3)),
            releases: try releases(of: loaded))
    }

    private func releases(of loaded: LoadedSystem) throws -> [ReleaseSummary] {
        let statement = try db.cachedStatement(
            sql: "SELECT row_count FROM release WHERE system_id = ? AND effective = ?")
        return try loaded.releases.map { release in
            let count = try Int.fetchOne(statement, arguments: [loaded.id, release.effective.dayNumber])
            return ReleaseSummary(release: release, superseded: loaded.superseded(release), rowCount: count ?? 0)
        }
    }
}
