internal import CatalogModel
internal import GRDB

/// Reads scopes and editions, and remembers them for the time of one snapshot.
final class EditionReader {
    private let db: Database
    private var editionsByScope: [Int64: [FactEdition]] = [:]

    init(_ db: Database) { self.db = db }

    /// The edition of a scope in force on a day; without a day, the last one that begins before `until`.
    func edition(of scope: Int64, on day: CalendarDate?, until: CalendarDate?) throws -> FactEdition? {
        let editions = try self.editions(of: scope)
        if let day { return editions.last { $0.since <= Int64(day.dayNumber) } }
        return editions.last { edition in until.map { edition.since < Int64($0.dayNumber) } ?? true }
    }

    /// The scope that has this number.
    func scope(_ number: Int64) throws -> FactScope {
        guard let scope = try editions(of: number).first?.scope else { throw DamagedRow() }
        return scope
    }

    /// The editions in force on a day of the scopes that hold facts of a kind, by format and part.
    func inForce(of kind: FactKind, on day: CalendarDate) throws -> [FactEdition] {
        let sql = """
            SELECT c.scope FROM fact_count c JOIN fact_scope s ON s.number = c.scope
            WHERE c.kind = ? AND c.row_count > 0 ORDER BY s.format, s.part
            """
        let scopes = try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [kind.rawValue])
        return try scopes.compactMap { try edition(of: $0, on: day, until: nil) }
    }

    /// All editions, by format, part and effective date.
    static func all(_ db: Database, of scope: FactScope? = nil) throws -> [FactEdition] {
        let condition = scope == nil ? "TRUE" : "e.scope = \(scope?.number ?? 0)"
        let sql = """
            SELECT s.format, s.part, e.since, e.label, e.files, e.revision, e.digest, e.scope
            FROM fact_edition e JOIN fact_scope s ON s.number = e.scope
            WHERE \(condition) ORDER BY s.format, s.part, e.since
            """
        return try Row.fetchAll(db, sql: sql).map { try FactEdition($0) }
    }

    private func editions(of scope: Int64) throws -> [FactEdition] {
        if let known = editionsByScope[scope] { return known }
        let statement = try db.cachedStatement(
            sql: """
                SELECT s.format, s.part, e.since, e.label, e.files, e.revision, e.digest, e.scope
                FROM fact_edition e JOIN fact_scope s ON s.number = e.scope WHERE e.scope = ? ORDER BY e.since
                """)
        let editions = try Row.fetchAll(statement, arguments: [scope]).map { try FactEdition($0) }
        editionsByScope[scope] = editions
        return editions
    }
}

extension FactEdition {
    /// Reads a row of format, part, since, label, files, revision, digest and scope, and checks its digest.
    fileprivate init(_ row: Row) throws {
        let digest = RowDigest.of(row.values(7..<8) + row.values(2..<6))
        let scope = FactScope(format: try row.text(at: 0), part: try row.text(at: 1))
        guard digest == (try row.integer(at: 6)), scope.number == (try row.integer(at: 7)) else {
            throw DamagedRow(place: "table fact_edition, \(scope)")
        }
        self.init(
            scope: scope, label: try row.text(at: 3), effective: try row.day(at: 2),
            files: try row.text(at: 4).split(separator: "\n").map(String.init))
    }
}
