internal import CatalogModel
internal import GRDB

/// Stages the facts an import streams in. Lives within one write access, on the writer connection's queue; reads nothing
/// of the catalog, as ``StagingWriter`` does not.
final class FactStaging {
    /// The declared editions by scope, earliest first.
    private(set) var editions: [FactScope: [FactEdition]] = [:]
    /// The kinds of facts put, in the order of `FactKind.allCases`.
    var kinds: [FactKind] { FactKind.allCases.filter { statements[$0] != nil } }

    private let db: Database
    private var statements: [FactKind: Statements] = [:]
    private var phrases: [Int64: String] = [:]
    private var isPhraseTableThere = false
    private var hasListedDays = false
    /// The most phrases remembered at a time; forgetting them costs time only.
    private static let phraseCountMax = 10_000

    private struct Statements {
        let table: FactTable
        let insert: Statement
        let existing: Statement
    }

    init(_ db: Database) { self.db = db }

    /// - Throws: ``CatalogError`` of kind `rejected`.
    func declare(_ edition: FactEdition) throws {
        try Self.checkText(edition.scope.format + edition.scope.part + edition.label + edition.files.joined())
        guard edition.files.allSatisfy({ !$0.isEmpty && !$0.contains("\n") }) else {
            throw CatalogError(.rejected, "a file's name is empty or holds a line end", remedy: "rename the file")
        }
        var declared = editions[edition.scope, default: []]
        if let other = declared.first(where: { $0.isAtOdds(with: edition) }) {
            throw CatalogError.contradictoryEdition(edition, with: other)
        }
        declared.removeAll { $0.effective == edition.effective }
        declared.append(edition)
        editions[edition.scope] = declared.sorted { $0.since < $1.since }
    }

    /// - Throws: ``CatalogError`` of kind `rejected`, or an error of the engine.
    func put(_ stored: StoredFact) throws {
        guard editions[stored.scope] != nil else {
            throw CatalogError(
                .rejected, "a fact is put into the scope \(stored.scope), of which no edition is declared",
                remedy: "declare the edition first")
        }
        let days = (since: stored.since, until: stored.until)
        guard days.since < days.until else {
            throw CatalogError(.rejected, "a fact is listed on no day", remedy: "check the two dates")
        }
        if stored.listed != .always { hasListedDays = true }
        let columns = try Self.columns(of: stored)
        for phrase in columns.phrases { try stage(phrase: phrase) }
        let statements = try statements(for: stored.fact.kind)
        let row = columns.key + [days.since.databaseValue, days.until.databaseValue] + columns.content
        try statements.insert.execute(arguments: StatementArguments(row + [columns.digest.databaseValue]))
        if db.changesCount == 0 { try checkRepeat(columns, days, statements) }
    }

    /// Checks what can only be told when all facts are there.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`.
    func finish() throws {
        guard hasListedDays else { return }
        for kind in kinds {
            let table = FactTable(kind)
            let same = FactTable.equal(table.identity + ["scope"], "a", "b")
            let overlap = """
                SELECT EXISTS (SELECT 1 FROM \(table.staged) a JOIN \(table.staged) b
                    ON \(same) AND b.since > a.since AND b.since < a.until)
                """
            guard try Bool.fetchOne(db, sql: overlap) == true else { continue }
            throw CatalogError(
                .rejected, "a fact of kind \(kind.rawValue) is listed twice on the same days",
                remedy: "remove one of the two")
        }
    }

    /// Drops the temporary tables.
    func drop() throws {
        for kind in kinds { try FactTable(kind).dropStaging(db) }
        if isPhraseTableThere { try db.execute(sql: "DROP TABLE temp.staged_phrase") }
    }

    /// Makes the temporary tables of a kind that no fact was put of.
    func prepare(_ kind: FactKind) throws { _ = try statements(for: kind) }

    /// Takes the staged phrases into the catalog.
    func applyPhrases() throws {
        guard isPhraseTableThere else { return }
        let clash = """
            SELECT EXISTS (SELECT 1 FROM temp.staged_phrase s JOIN main.phrase p ON p.id = s.id AND p.text <> s.text)
            """
        if try Bool.fetchOne(db, sql: clash) == true { throw Self.phraseClash }
        try db.execute(sql: "INSERT OR IGNORE INTO main.phrase (id, text) SELECT id, text FROM temp.staged_phrase")
    }

    private static func columns(of stored: StoredFact) throws -> FactColumns {
        let fact = stored.fact.value
        if let defect = fact.defect {
            throw CatalogError(.rejected, defect, remedy: "correct the row")
        }
        for case .text(let text) in fact.identityValues + fact.contentValues { try checkText(text) }
        return FactColumns(fact, scope: stored.scope.number)
    }

    /// A NUL would cut the text in SQLite.
    private static func checkText(_ text: String) throws {
        guard text.utf8.contains(0) else { return }
        throw CatalogError(.rejected, "a text holds a NUL character", remedy: "remove it")
    }

    private func checkRepeat(
        _ columns: FactColumns, _ days: (since: Int64, until: Int64), _ statements: Statements
    ) throws {
        let key = columns.key + [days.since.databaseValue]
        let found = try Row.fetchOne(statements.existing, arguments: StatementArguments(key))
        guard let found, try found.integer(at: 0) == days.until, try found.integer(at: 1) == columns.digest else {
            throw CatalogError(
                .rejected, "another row says something else of the same", remedy: "remove one of the two rows")
        }
    }

    private func statements(for kind: FactKind) throws -> Statements {
        if let known = statements[kind] { return known }
        let table = FactTable(kind)
        try table.createStaging(db)
        let marks = Array(repeating: "?", count: table.order.count + 2 + table.content.count)
        let key = table.order.map { "\($0) = ?" }.joined(separator: " AND ")
        let made = Statements(
            table: table,
            insert: try db.makeStatement(
                sql: "INSERT OR IGNORE INTO \(table.staged) VALUES (\(marks.joined(separator: ", ")))"),
            existing: try db.makeStatement(sql: "SELECT until, digest FROM \(table.staged) WHERE \(key)"))
        statements[kind] = made
        return made
    }

    private func stage(phrase: String) throws {
        let id = ShortDigest.of(phrase)
        if let known = phrases[id], known == phrase { return }
        if !isPhraseTableThere {
            try db.execute(sql: "CREATE TEMP TABLE staged_phrase (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
            isPhraseTableThere = true
        }
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO temp.staged_phrase VALUES (?, ?)")
        try insert.execute(arguments: [id, phrase])
        if db.changesCount == 0 {
            let text = try String.fetchOne(db, sql: "SELECT text FROM temp.staged_phrase WHERE id = ?", arguments: [id])
            guard text == phrase else { throw Self.phraseClash }
        }
        if phrases.count >= Self.phraseCountMax { phrases.removeAll(keepingCapacity: true) }
        phrases[id] = phrase
    }

    private static let phraseClash = CatalogError(
        .rejected, "two different texts have the same 47-bit digest", remedy: "change one of them a little")
}

extension FactEdition {
    /// The first day as stored.
    var since: Int64 { Int64(effective?.dayNumber ?? StoredDay.openStart) }

    /// Whether two editions of a scope cannot both be loaded: the same day or the same name, but not both. One since
    /// ever just takes the other's place.
    func isAtOdds(with other: FactEdition) -> Bool {
        guard effective != nil, other.effective != nil else { return false }
        return (effective == other.effective) != (label == other.label)
    }
}

extension StoredFact {
    fileprivate var since: Int64 { Int64(listed.effective?.dayNumber ?? StoredDay.openStart) }
    fileprivate var until: Int64 { Int64(listed.terminated?.dayNumber ?? StoredDay.openEnd) }
}

extension CatalogError {
    /// An edition shares its day or its name, but not both, with another one.
    static func contradictoryEdition(_ edition: FactEdition, with other: FactEdition) -> CatalogError {
        func day(_ edition: FactEdition) -> String { edition.effective.map(\.description) ?? "ever" }
        return CatalogError(
            .rejected,
            "edition \(edition.label) of \(edition.scope) from \(day(edition)) contradicts edition \(other.label) "
                + "from \(day(other))",
            remedy: "give each edition a name and a day of its own")
    }
}
