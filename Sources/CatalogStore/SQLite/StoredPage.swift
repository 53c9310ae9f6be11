internal import CatalogModel
internal import GRDB

/// A row of the table `page`: what is known about a key on every day.
struct StoredPage {
    private let columns: CodeColumns
    private let bodyText: String

    /// The columns that make a page, followed by its digest.
    static let columnNames = "\(CodeColumns.names), body"

    /// The same, as they are read to be checked.
    private static let storedNames = "\(columnNames), has_procedure, revision, digest"

    /// The digest expression for a statement in which `:name` is the system's name.
    static func digest(of row: String) -> String {
        """
        row_digest(:name, \(row).code, \
        \(row).kind, \(row).long_descriptor, \(row).short_descriptor, \(row).details, \(row).body, \
        \(row).has_procedure, :revision)
        """
    }

    /// The page's descriptors and details, without its body.
    func code(_ key: CodeKey) throws -> Code { try columns.code(key: key, period: .always) }

    /// The page's procedure, similar codes and policies.
    func body(of key: CodeKey) throws -> PageBody {
        do {
            return try StoredJSON.value(PageBody.self, from: bodyText)
        } catch is DamagedRow {
            throw CatalogError.damagedRecord(of: key)
        }
    }

    /// The page of a key, if it has one; one indexed read.
    static func fetch(_ db: Database, _ key: CodeKey, in system: LoadedSystem) throws -> StoredPage? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(storedNames) FROM page WHERE system_id = ? AND code = ?")
        return try Row.fetchOne(statement, arguments: [system.id, key.code]).map { try StoredPage($0, key, at: 0) }
    }

    /// The pages of a system behind a code, in the order of codes, complete.
    static func page(_ db: Database, of system: LoadedSystem, after code: String, limit: Int) throws -> [Code] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT code, \(storedNames) FROM page
                WHERE system_id = ? AND code > ? ORDER BY code LIMIT ?
                """)
        return try Row.fetchAll(statement, arguments: [system.id, code, limit]).map { row in
            let key = CodeKey(system: system.system, canonical: try row.text(at: 0))
            let page = try StoredPage(row, key, at: 1)
            var code = try page.code(key)
            try page.body(of: key).apply(to: &code)
            return code
        }
    }

    /// The codes of a range behind a text that have a page alone, in order.
    static func codes(_ range: CodeRange, from start: String, limit: Int) throws -> [Code] {
        let statement = try range.db.cachedStatement(
            sql: """
                SELECT p.code, \(storedNames) FROM page p
                WHERE \(CodeRange.bounds("p")) AND \(CodeRange.isUnlisted("p")) ORDER BY p.code LIMIT :limit
                """)
        return try Row.fetchAll(statement, arguments: range.arguments(from: start) + ["limit": limit]).map { row in
            let key = CodeKey(system: range.system.system, canonical: try row.text(at: 0))
            return try StoredPage(row, key, at: 1).columns.bareCode(key: key, period: .always)
        }
    }

    /// Reads a row whose first page column is at this index, and checks its digest.
    private init(_ row: Row, _ key: CodeKey, at index: Int) throws {
        let identity = [key.system.name.databaseValue, key.code.databaseValue]
        do {
            guard RowDigest.of(identity + row.values(index..<index + 7)) == (try row.integer(at: index + 7)) else {
                throw DamagedRow()
            }
            columns = try CodeColumns(row, at: index)
            bodyText = try row.text(at: index + 4)
        } catch is DamagedRow {
            throw CatalogError.damagedRecord(of: key)
        }
    }
}
