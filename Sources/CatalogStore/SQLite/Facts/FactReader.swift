internal import CatalogModel
internal import GRDB

/// Reads facts from one snapshot.
struct FactReader {
    private let db: Database
    private let editions: EditionReader

    init(_ db: Database, editions: EditionReader) {
        self.db = db
        self.editions = editions
    }

    /// The facts a query asks for.
    func facts<Value: StorableFact>(_ query: FactQuery<Value>) throws -> [SourcedFact<Value>] {
        let sql = try FactStatement(query)
        let table = FactTable(Value.kind)
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: sql.select), arguments: StatementArguments(sql.arguments))
        var facts: [SourcedFact<Value>] = []
        while let row = try rows.next() {
            do {
                facts.append(try fact(FactColumns.Reading(row, table), on: query.day))
            } catch is DamagedRow {
                throw DamagedRow(place: table.place(of: row))
            }
        }
        return facts
    }

    private func fact<Value: StorableFact>(
        _ read: FactColumns.Reading, on day: CalendarDate?
    ) throws -> SourcedFact<Value> {
        guard let edition = try editions.edition(of: read.scope, on: day, until: read.listed.terminated)
        else { throw DamagedRow() }
        return SourcedFact(
            value: try read.fact(Value.self), edition: edition, listed: read.listed,
            cursor: FactCursor(values: read.cursor))
    }

    /// How many facts a query finds.
    func count<Value: StorableFact>(_ query: FactQuery<Value>) throws -> Int {
        var whole = query
        (whole.cursor, whole.limit) = (nil, nil)
        let sql = try FactStatement(whole)
        let arguments = StatementArguments(sql.arguments)
        return try Int.fetchOne(db.cachedStatement(sql: sql.count), arguments: arguments) ?? 0
    }

    /// The facts of a kind behind a place, as records.
    func records(of kind: FactKind, after cursor: FactCursor?, limit: Int) throws -> [StoredFact] {
        func read<Value: StorableFact>(_ type: Value.Type) throws -> [StoredFact] {
            try facts(FactQuery<Value>().after(cursor).limited(to: limit)).map {
                StoredFact(Fact($0.value), scope: $0.edition.scope, listed: $0.listed)
            }
        }
        return try read(Fact.type(of: kind))
    }
}

/// The statement that answers a query.
struct FactStatement {
    private(set) var arguments: [DatabaseValue] = []
    private var condition = "TRUE"
    private let table: FactTable
    private let limit: Int?
    /// How many combinations of values the conditions so far look for.
    private var soughtCount = 1

    /// The most combinations of values that are sought one by one. Of the pairs among 1,000 codes, where each code has
    /// hundreds of edits, seeking all took three times as long as reading those of each code.
    private static let soughtCountMax = 40_000

    init<Value: StorableFact>(_ query: FactQuery<Value>) throws {
        table = FactTable(Value.kind)
        limit = query.limit
        for condition in query.conditions { try add(condition) }
        if let day = query.day { add(day) }
        if let cursor = query.cursor { add(cursor) }
    }

    /// The rows, each as ``FactColumns/Reading`` takes it.
    var select: String {
        let content = table.type.content.map { column in
            column.content == .phrase ? "(SELECT text FROM phrase WHERE id = f.\(column.name))" : "f.\(column.name)"
        }
        let columns =
            (table.order + ["until", "terminated"]).map { "f.\($0)" } + content + ["f.revision", "f.digest"]
        return """
            SELECT \(columns.joined(separator: ", ")) FROM \(table.name) f WHERE \(condition)
            ORDER BY \(FactTable.list(table.order, of: "f"))\(limit.map { " LIMIT \($0)" } ?? "")
            """
    }

    /// How many rows there are.
    var count: String { "SELECT count(*) FROM \(table.name) f WHERE \(condition)" }

    private mutating func add<Value>(_ condition: FactQuery<Value>.Condition) throws {
        switch condition {
        case .isOne(let values, let column):
            if values.count == 1 { return add("f.\(column) = ?", values.map(\.stored)) }
            let isFirst = soughtCount == 1
            soughtCount *= max(values.count, 1)
            // A plus keeps the index from being used (sqlite.org/optoverview.html, "Disqualifying WHERE-clause terms").
            let sought = isFirst || soughtCount <= Self.soughtCountMax ? "f.\(column)" : "+f.\(column)"
            // One argument however many values there are, so that the prepared statements stay few.
            let list = try StoredJSON.text(values.map(\.json))
            add("\(sought) IN (SELECT value FROM json_each(?))", [list.databaseValue])
        case .begins(let prefix, let column):
            add("f.\(column) >= ? AND f.\(column) < ? || char(1114111)", [prefix.databaseValue, prefix.databaseValue])
        }
    }

    private mutating func add(_ day: CalendarDate) {
        let number = day.dayNumber.databaseValue
        add("f.effective <= ? AND f.terminated > ? AND f.since <= ? AND f.until > ?", [number, number, number, number])
    }

    private mutating func add(_ cursor: FactCursor) {
        let marks = Array(repeating: "?", count: table.order.count).joined(separator: ", ")
        // A cursor of another kind, or one made up, finds nothing.
        guard cursor.values.count == table.order.count else { return add("FALSE", []) }
        add("(\(FactTable.list(table.order, of: "f"))) > (\(marks))", cursor.values.map(\.stored))
    }

    private mutating func add(_ text: String, _ values: [DatabaseValue]) {
        condition += " AND \(text)"
        arguments += values
    }
}

extension FactTable {
    /// Where a row is, for an operator: its table and the codes it names.
    fileprivate func place(of row: Row) -> String {
        let keys = zip(type.identity, row.databaseValues).compactMap { column, value in
            column.content == .key ? String.fromDatabaseValue(value).flatMap(CodeKey.init(storedText:)) : nil
        }
        let name = "table \(bareName)"
        return keys.isEmpty ? name : "\(name), the row of \(keys.map(\.description).joined(separator: " and "))"
    }
}

extension FactColumns {
    /// A row of a fact's table, checked against its digest.
    struct Reading {
        let scope: Int64
        let listed: ValidityPeriod
        let cursor: [FactValue]
        private let values: [FactValue]
        private let period: ValidityPeriod

        init(_ row: Row, _ table: FactTable) throws {
            let (identityCount, contentCount) = (table.type.identity.count, table.type.content.count)
            let identity = try table.type.identity.enumerated().map { place, column in
                try FactValue(row[place], column.content)
            }
            let content = try table.type.content.enumerated().map { place, column in
                try FactValue(row[identityCount + 5 + place], column.content)
            }
            let days = identityCount
            scope = try row.integer(at: days + 1)
            let (since, until) = (try row.integer(at: days + 2), try row.integer(at: days + 3))
            guard let effective = Int32(exactly: try row.integer(at: days)),
                let terminated = Int32(exactly: try row.integer(at: days + 4))
            else { throw DamagedRow() }
            let columns = FactColumns(
                identity: identity, content: content, of: table.type, effective: effective, terminated: terminated,
                scope: scope)
            let revision = try row.integer(at: identityCount + 5 + contentCount)
            let digest = FactTable.digest(columns.digest, since: since, until: until, revision: revision)
            guard digest == (try row.integer(at: identityCount + 6 + contentCount)) else { throw DamagedRow() }
            listed = ValidityPeriod(effective: try row.day(at: days + 2), terminated: try row.day(at: days + 3))
            period = ValidityPeriod(effective: try row.day(at: days), terminated: try row.day(at: days + 4))
            cursor = identity + [.integer(Int64(effective)), .integer(scope), .integer(since)]
            values = identity + content
        }

        /// The fact itself.
        func fact<Value: StorableFact>(_ type: Value.Type) throws -> Value {
            var row = FactRow(values)
            do {
                return try Value(&row, period: period)
            } catch {
                throw DamagedRow()
            }
        }
    }
}

/// A value as JSON has it.
private enum JSONValue: Encodable {
    case text(String)
    case integer(Int64)
    case real(Double)

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .integer(let number): try container.encode(number)
        case .real(let number): try container.encode(number)
        }
    }
}

extension FactValue {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .text(text)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        }
    }
}
