internal import CatalogModel
internal import GRDB

/// A code system as a snapshot knows it: its row's number and its releases.
struct LoadedSystem {
    let system: CodeSystem
    let id: Int64
    /// The loaded releases, earliest first.
    let releases: [Release]

    /// The release in force on a day; nil before the first.
    func release(on day: CalendarDate) -> Release? { releases.last { $0.effective <= day } }

    /// The first day that no release covers any more because a later one does; nil for the newest.
    func superseded(_ release: Release) -> CalendarDate? {
        releases.first { $0.effective > release.effective }?.effective
    }

    /// All systems of which releases or pages are loaded, in catalog order.
    static func all(_ db: Database) throws -> [LoadedSystem] { try all(db, where: "is_loaded") }

    /// The loaded systems, and those that only facts name.
    static func named(_ db: Database) throws -> [LoadedSystem] { try all(db, where: "TRUE") }

    private static func all(_ db: Database, where condition: String) throws -> [LoadedSystem] {
        let sql = "SELECT id, name FROM code_system WHERE \(condition)"
        let rows = try Row.fetchAll(db.cachedStatement(sql: sql))
        return try rows.map { row in
            let (id, name) = (try row.integer(at: 0), try row.text(at: 1))
            guard let system = CodeSystem(name: name) else { throw DamagedRow() }
            return LoadedSystem(system: system, id: id, releases: try releases(db, of: id, name: name))
        }.sorted { CodeKey(system: $0.system, canonical: "") < CodeKey(system: $1.system, canonical: "") }
    }

    private static func releases(_ db: Database, of id: Int64, name: String) throws -> [Release] {
        let statement = try db.cachedStatement(
            sql:
                "SELECT effective, label, row_count, revision, digest FROM release WHERE system_id = ? ORDER BY effective"
        )
        return try Row.fetchAll(statement, arguments: [id]).map { row in
            let digest = RowDigest.of([name.databaseValue] + row.values(0..<4))
            guard digest == (try row.integer(at: 4)), let effective = try row.day(at: 0) else {
                throw DamagedRow(place: "table release, \(name)")
            }
            return Release(label: try row.text(at: 1), effective: effective)
        }
    }
}
