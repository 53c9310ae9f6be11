internal import CatalogModel
internal import GRDB

/// Looks for damage: in the file's structure, in rows and books that do not match their digests, and between rows.
///
/// It goes step by step, so that it can be done at once or a little now and then.
struct IntegrityCheck {
    /// What is looked at at a time.
    private enum Step {
        /// The statements that made the tables.
        case schema
        /// A table's pages and indexes.
        case structure(of: String)
        /// Rows that refer to others.
        case references
        case books
        case phrases
        case systems
        case codes
        case editions
        /// A batch of facts, behind a place.
        case facts(FactKind, after: FactCursor?)
        case overlaps(FactKind)
    }

    /// The steps to go, the next one last.
    private var steps: [Step]

    private static let factBatchCount = 10_000

    /// A check of everything but the pages that no table uses.
    init() {
        let facts = FactKind.allCases.flatMap { [Step.facts($0, after: nil), .overlaps($0)] }
        let all = [Step.schema] + Schema.tableNames.map { .structure(of: $0) }
        steps = (all + [.references, .books, .phrases, .systems, .codes, .editions] + facts).reversed()
    }

    /// Takes the next step.
    ///
    /// - Returns: Whether there are more.
    /// - Throws: ``CatalogError`` of kind `corrupt` or ``DamagedRow``, which name what is damaged.
    mutating func advance(_ db: Database) throws -> Bool {
        guard let step = steps.popLast() else { return false }
        do {
            if let next = try take(step, db) { steps.append(next) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw Self.place(of: error, db)
        }
        return !steps.isEmpty
    }

    /// Checks everything at once, and the pages that no table uses.
    ///
    /// Rows of a catalog that an older program wrote are left to the check after its migration.
    static func full(_ db: Database) throws {
        let isCurrent = try Schema.isCurrent(db)
        do {
            let words = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
            guard words == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: words) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw place(of: error, db)
        }
        guard isCurrent else { return }
        var check = IntegrityCheck()
        while try check.advance(db) {}
    }

    /// Checks the file's structure without comparing indexes with tables (sqlite.org/pragma.html, `quick_check`).
    static func quick(_ db: Database) throws {
        guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else { throw DamagedRow() }
    }

    /// Finds the table that SQLite found damaged.
    private static func place(of error: DatabaseError, _ db: Database) -> DamagedRow {
        for table in Schema.tableNames {
            do {
                try structure(of: table, db)
            } catch let damage as DamagedRow {
                return damage
            } catch {
                return DamagedRow(place: "table \(table)")
            }
        }
        return DamagedRow(place: Self.words(error.message ?? "its file"))
    }

    private static func structure(of table: String, _ db: Database) throws {
        guard let found = try String.fetchOne(db, sql: "PRAGMA integrity_check(\(table))"), found != "ok" else {
            return
        }
        throw DamagedRow(place: "table \(table): \(words(found))")
    }

    /// SQLite's words on one line, e.g. `On tree page 12 cell 3: Rowid 5 out of order`.
    private static func words(_ text: String) -> String {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("***") }
        return String(lines.first ?? "its file")
    }
}

extension IntegrityCheck {
    /// Takes a step.
    ///
    /// - Returns: The step that continues it; nil when it is done.
    private func take(_ step: Step, _ db: Database) throws -> Step? {
        switch step {
        case .schema: try schema(db)
        case .structure(let table): try Self.structure(of: table, db)
        case .references: try references(db)
        case .books: try books(db)
        case .phrases: try phrases(db)
        case .systems: _ = try LoadedSystem.named(db)
        case .codes: try codes(db)
        case .editions: _ = try EditionReader.all(db)
        case .facts(let kind, let cursor): return try facts(of: kind, after: cursor, db)
        case .overlaps(let kind): try overlaps(of: kind, db)
        }
        return nil
    }

    private func schema(_ db: Database) throws {
        let (made, found) = (try Schema.madeObjects(), try Schema.objects(db))
        for name in Set(made.keys).union(found.keys).sorted() where made[name] != found[name] {
            throw DamagedRow(place: "the schema: \(name)")
        }
    }

    private func references(_ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") else { return }
        throw DamagedRow(place: "table \(try row.text(at: 0)): a row refers to one that is not there")
    }

    private func books(_ db: Database) throws {
        for book in BookTable.all {
            let sql = "SELECT digest = \(book.sum) FROM table_digest WHERE name = '\(book.name)'"
            guard try Bool.fetchOne(db, sql: sql) == true else {
                throw DamagedRow(place: "table \(book.name): its rows do not match its digest")
            }
        }
    }

    private func phrases(_ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT id, text FROM phrase")
        while let row = try rows.next() {
            let id = try row.integer(at: 0)
            guard ShortDigest.of(try row.text(at: 1)) == id else { throw DamagedRow(place: "table phrase, row \(id)") }
        }
    }

    private func codes(_ db: Database) throws {
        for statement in Self.damagedRows {
            guard let row = try Row.fetchOne(db, sql: statement) else { continue }
            guard let system = CodeSystem(name: try row.text(at: 0)) else {
                throw DamagedRow(place: "table code_system")
            }
            throw CatalogError.damagedRecord(of: CodeKey(system: system, canonical: try row.text(at: 1)))
        }
    }

    /// Reads facts, which compares each with its digest.
    private func facts(of kind: FactKind, after cursor: FactCursor?, _ db: Database) throws -> Step? {
        let facts = try FactReader(db, editions: EditionReader(db)).records(
            of: kind, after: cursor, limit: Self.factBatchCount)
        return facts.count == Self.factBatchCount ? .facts(kind, after: facts.last?.cursor) : nil
    }

    private func overlaps(of kind: FactKind, _ db: Database) throws {
        let table = FactTable(kind)
        let overlap = """
            SELECT EXISTS (SELECT 1 FROM \(table.name) a JOIN \(table.name) b
                ON \(FactTable.equal(table.identity + ["scope"], "a", "b")) AND b.since > a.since AND b.since < a.until)
            """
        if try Bool.fetchOne(db, sql: overlap) == true { throw DamagedRow(place: "table \(table.name): rows overlap") }
    }

    /// Each finds the system and code of a row that cannot be as it was written.
    private static let damagedRows = [
        """
        SELECT s.name, l.code FROM listing l JOIN code_system s ON s.id = l.system_id
        WHERE l.digest <> row_digest(s.name, l.code, l.effective, l.terminated, l.kind, l.long_descriptor,
            l.short_descriptor, l.details, l.revision)
        LIMIT 1
        """,
        """
        SELECT s.name, p.code FROM page p JOIN code_system s ON s.id = p.system_id
        WHERE p.digest <> row_digest(s.name, p.code, p.kind, p.long_descriptor, p.short_descriptor, p.details, p.body,
            p.has_procedure, p.revision)
        LIMIT 1
        """,
        """
        SELECT s.name, a.code FROM code_system s
            JOIN listing a ON a.system_id = s.id
            JOIN listing b ON b.system_id = s.id AND b.code = a.code AND b.effective > a.effective
        WHERE b.effective < a.terminated
        LIMIT 1
        """,
    ]
}
