internal import CatalogModel
internal import GRDB

/// Reads the counts that every revision leaves behind; no table of codes is touched.
struct SummaryReader {
    let db: Database

    /// The summary of this snapshot.
    func summary() throws -> CatalogSummary {
        CatalogSummary(
            revision: try RevisionLog.newest(db), committedAt: try RevisionLog.newestTime(db),
            systems: try LoadedSystem.all(db).map(summary), editions: try editions())
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

    private func editions() throws -> [EditionSummary] {
        let counts = try self.counts()
        let editions = try EditionReader.all(db)
        return editions.enumerated().map { place, edition in
            let next = editions.dropFirst(place + 1).first { $0.scope == edition.scope }
            let own = counts[Edition(scope: edition.scope.number, since: edition.since)] ?? []
            return EditionSummary(
                edition: edition, superseded: next?.effective,
                counts: own.sorted { $0.kind.order < $1.kind.order })
        }
    }

    private struct Edition: Hashable {
        var scope: Int64
        var since: Int64
    }

    private func counts() throws -> [Edition: [FactCount]] {
        let sql = "SELECT scope, since, kind, fact_count, unresolved_count FROM fact_edition_count"
        var counts: [Edition: [FactCount]] = [:]
        for row in try Row.fetchAll(db.cachedStatement(sql: sql)) {
            guard let kind = FactKind(rawValue: try row.text(at: 2)) else { throw DamagedRow() }
            let edition = Edition(scope: try row.integer(at: 0), since: try row.integer(at: 1))
            counts[edition, default: []].append(
                FactCount(
                    kind: kind, factCount: Int(try row.integer(at: 3)), unresolvedCodeCount: Int(try row.integer(at: 4))
                ))
        }
        return counts
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
