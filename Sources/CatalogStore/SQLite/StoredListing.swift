internal import CatalogModel
internal import GRDB

/// A row of the table `listing`: a code as one or more releases list it, on the days on which they do.
///
/// The rows of a code never overlap, and two that touch differ in content: days and content determine the rows.
struct StoredListing {
    /// The code with the days on which it is listed so, and without its release.
    let code: Code
    /// The days on which it is listed so.
    var period: ValidityPeriod { code.period }

    /// The columns that make a listing, followed by its digest.
    private static let columns = "effective, terminated, \(CodeColumns.names), revision, digest"

    /// A digest expression for a statement in which `:name` is the system's name and these expressions its columns.
    static func digest(of row: String, effective: String, terminated: String, revision: String) -> String {
        """
        row_digest(:name, \(row).code, \(effective), \(terminated), \
        \(row).kind, \(row).long_descriptor, \(row).short_descriptor, \(row).details, \(revision))
        """
    }

    /// Whether it ended on or before this day.
    func hasEnded(by day: CalendarDate) -> Bool { period.terminated.map { $0 <= day } ?? false }

    /// All rows of a key, earliest first; one indexed read.
    static func all(_ db: Database, of key: CodeKey, in system: LoadedSystem) throws -> [StoredListing] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM listing WHERE system_id = ? AND code = ? ORDER BY effective")
        return try Row.fetchAll(statement, arguments: [system.id, key.code]).map { try StoredListing($0, key, at: 0) }
    }

    /// The rows of a system behind a code and day, in the order of code and day.
    static func page(
        _ db: Database, of system: LoadedSystem, after code: String, _ effective: CalendarDate?, limit: Int
    ) throws -> [Code] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT code, \(columns) FROM listing
                WHERE system_id = ? AND (code, effective) > (?, ?) ORDER BY code, effective LIMIT ?
                """)
        let day = effective.map { Int64($0.dayNumber) } ?? Schema.openStart
        return try Row.fetchAll(statement, arguments: [system.id, code, day, limit]).map { row in
            let key = CodeKey(system: system.system, canonical: try row.text(at: 0))
            return try StoredListing(row, key, at: 1).code
        }
    }

    /// The codes of a range behind a text, as they are listed on its day, in order.
    static func codes(_ range: CodeRange, from start: String, limit: Int) throws -> [Code] {
        let statement = try range.db.cachedStatement(
            sql: """
                SELECT l.code, \(columns) FROM listing l
                WHERE \(CodeRange.bounds("l")) AND \(CodeRange.isListed("l")) ORDER BY l.code LIMIT :limit
                """)
        let arguments = range.arguments(from: start) + ["day": range.day.dayNumber, "limit": limit]
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            let key = CodeKey(system: range.system.system, canonical: try row.text(at: 0))
            return try StoredListing(row, key, at: 1, isBare: true).code
        }
    }

    /// Reads a row whose first listing column is at this index, and checks its digest.
    private init(_ row: Row, _ key: CodeKey, at index: Int, isBare: Bool = false) throws {
        let identity = [key.system.name.databaseValue, key.code.databaseValue]
        do {
            guard RowDigest.of(identity + row.values(index..<index + 7)) == (try row.integer(at: index + 7)) else {
                throw DamagedRow()
            }
            let period = ValidityPeriod(effective: try row.day(at: index), terminated: try row.day(at: index + 1))
            let columns = try CodeColumns(row, at: index + 2)
            code = try isBare ? columns.bareCode(key: key, period: period) : columns.code(key: key, period: period)
        } catch is DamagedRow {
            throw CatalogError.damagedRecord(of: key)
        }
    }
}

extension CatalogError {
    /// The stored record of a key is not what was written.
    static func damagedRecord(of key: CodeKey) -> CatalogError {
        CatalogError(
            .corrupt, "the stored record of \(key) is damaged",
            remedy: "check the catalog, then restore it from a backup or import its sources into a new one")
    }
}
