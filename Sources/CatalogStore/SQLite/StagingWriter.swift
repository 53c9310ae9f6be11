internal import CatalogModel
internal import GRDB

/// Stages the rows an import streams in. Lives within one write access, on the writer connection's queue.
///
/// Reads nothing of the catalog: a reading transaction could not become a writing one if another process committed
/// in between (sqlite.org/isolation.html). What needs the catalog is checked when the staged rows are applied.
final class StagingWriter: CodeStoreWriter {
    /// The import's systems; a system's place here is its `system_id` in the staging tables.
    private(set) var systems: [CodeSystem] = []
    /// The declared releases by system, earliest first.
    private(set) var releases: [CodeSystem: [Release]] = [:]
    /// The facts streamed in.
    let facts: FactStaging
    /// The systems of which codes may be listed on days that no declared release covers.
    private(set) var restoredSystems: Set<CodeSystem> = []
    /// The systems of which declared releases may list no codes.
    private(set) var emptiableSystems: Set<CodeSystem> = []
    /// The edit that is to be made, if this is one.
    private(set) var edit: CodeEdit?
    /// Rows streamed in, rejected ones not counted.
    private(set) var rowCount = 0
    /// A failure of the engine, after which the import cannot be completed.
    private(set) var failure: CatalogError?

    private let db: Database
    private let listing: Statement
    private let page: Statement
    private let mention: Statement
    private let translation: SQLiteFailure
    private let progress: (WriteProgress) -> Void
    private static let progressStride = 1_000

    init(_ db: Database, translation: SQLiteFailure, progress: @escaping (WriteProgress) -> Void) throws {
        self.db = db
        listing = try db.makeStatement(sql: "INSERT OR IGNORE INTO temp.staged_listing VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        page = try db.makeStatement(sql: "INSERT OR IGNORE INTO temp.staged_page VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        mention = try db.makeStatement(sql: "INSERT INTO temp.staged_mention VALUES (?, ?, ?, ?)")
        facts = FactStaging(db)
        self.translation = translation
        self.progress = progress
    }

    func declare(_ release: Release, of system: CodeSystem) throws(CatalogError) {
        var declared = releases[system, default: []]
        guard !declared.contains(release) else { return }
        if let other = declared.first(where: { $0.isAtOdds(with: release) }) {
            throw .contradictoryRelease(release, of: system, with: other)
        }
        _ = number(of: system)
        declared.append(release)
        releases[system] = declared.sorted { $0.effective < $1.effective }
    }

    func restore(_ release: Release, of system: CodeSystem) throws(CatalogError) {
        try declare(release, of: system)
        emptiableSystems.insert(system)
    }

    func list(_ code: Code) throws(CatalogError) {
        let key = code.key
        guard releases[key.system] != nil else {
            throw CatalogError(
                .rejected, "\(key) is listed, but no release of \(key.system.title) is declared",
                remedy: "name the release and its effective date")
        }
        try refusePageFacts(of: code)
        try stage(listing: code)
        countRow()
    }

    func restore(_ code: Code) throws(CatalogError) {
        guard code.period != .always else { return try list(code) }
        try refusePageFacts(of: code)
        try stage(listing: code)
        restoredSystems.insert(code.key.system)
        countRow()
    }

    private func refusePageFacts(of code: Code) throws(CatalogError) {
        guard code.hasPageFacts else { return }
        throw CatalogError(
            .rejected, "the listed code \(code.key) has a procedure, similar codes or policies",
            remedy: "put them on its page")
    }

    func put(_ edit: CodeEdit) throws(CatalogError) {
        guard rowCount == 0, releases.isEmpty, facts.editions.isEmpty else { throw Self.editNotAlone }
        switch edit.action {
        case .put(let code) where code.period == .always: try stage(page: code)
        case .put(let code):
            try stage(listing: code)
            if code.hasPageFacts {
                try stage(
                    page: Code(
                        key: code.key, kind: code.kind, longDescriptor: code.longDescriptor,
                        shortDescriptor: code.shortDescriptor, procedure: code.procedure,
                        similarCodes: code.similarCodes, policies: code.policies))
            }
        case .delete: break
        }
        self.edit = edit
        countRow()
    }

    /// Makes sure that an edit is the only thing its import does.
    func checkEdit() throws(CatalogError) {
        guard edit != nil, rowCount > 1 || !releases.isEmpty || !facts.editions.isEmpty else { return }
        throw Self.editNotAlone
    }

    private static var editNotAlone: CatalogError {
        CatalogError(.rejected, "an edit stands beside other rows", remedy: "make each edit by itself")
    }

    private func stage(listing code: Code) throws(CatalogError) {
        let key = code.key
        let period = code.period
        let effective = period.effective.map { Int64($0.dayNumber) } ?? Schema.openStart
        let terminated = period.terminated.map { Int64($0.dayNumber) } ?? Schema.openEnd
        guard effective < terminated else {
            throw CatalogError(.rejected, "\(key) ends before it starts", remedy: "check the two dates")
        }
        let days = [effective.databaseValue, terminated.databaseValue]
        let columns = try encoding(key) { try CodeColumns(code).values }
        try insert(listing, key, days + columns)
    }

    func putPage(_ code: Code) throws(CatalogError) {
        let key = code.key
        guard code.period == .always else {
            throw CatalogError(
                .rejected, "the page of \(key) has a period", remedy: "leave it out: pages are valid on every day")
        }
        try stage(page: code)
        countRow()
    }

    private func stage(page code: Code) throws(CatalogError) {
        let key = code.key
        let columns = try encoding(key) {
            try CodeColumns(code).values
                + [StoredJSON.text(PageBody(code)).databaseValue, (code.procedure != nil).databaseValue]
        }
        try insert(page, key, columns)
        for target in code.similarCodes.map(\.key) {
            try insert(mention, key, [target.system.name.databaseValue, target.code.databaseValue])
        }
    }

    func declare(_ edition: FactEdition) throws(CatalogError) {
        try staging { try facts.declare(edition) }
    }

    func put(_ fact: StoredFact) throws(CatalogError) {
        try staging { try facts.put(fact) }
        countRow()
    }

    /// Runs work that rejects rows or fails with the engine.
    private func staging(_ work: () throws -> Void) throws(CatalogError) {
        do {
            try work()
        } catch let error as CatalogError {
            throw error
        } catch {
            let error = translation.error(for: error)
            failure = error
            throw error
        }
    }

    private func encoding(
        _ key: CodeKey, _ encode: () throws -> [DatabaseValue]
    ) throws(CatalogError) -> [DatabaseValue] {
        do {
            return try encode()
        } catch {
            throw CatalogError(
                .rejected, "the record of \(key) holds a value that cannot be stored",
                remedy: "check its scores: they are numbers from 0 to 1")
        }
    }

    /// Inserts a row that begins with the system's place and the code.
    private func insert(
        _ statement: Statement, _ key: CodeKey, _ columns: [DatabaseValue]
    ) throws(CatalogError) {
        let identity = [number(of: key.system).databaseValue, key.code.databaseValue]
        do {
            try statement.execute(arguments: StatementArguments(identity + columns))
        } catch {
            let error = translation.error(for: error)
            failure = error
            throw error
        }
        guard db.changesCount == 1 else {
            throw CatalogError(
                .rejected, "\(key) occurs twice", remedy: "remove one of the two, or import them one after the other")
        }
    }

    private func countRow() {
        rowCount += 1
        if rowCount.isMultiple(of: Self.progressStride) { progress(.staged(rowCount: rowCount)) }
    }

    private func number(of system: CodeSystem) -> Int {
        if let place = systems.firstIndex(of: system) { return place }
        systems.append(system)
        return systems.count - 1
    }
}

extension Release {
    /// Whether two releases of one system cannot both be loaded: the same day or the same name, but not both.
    func isAtOdds(with other: Release) -> Bool {
        (effective == other.effective) != (label == other.label)
    }
}

extension CatalogError {
    /// A release shares its day or its name, but not both, with another one.
    static func contradictoryRelease(
        _ release: Release, of system: CodeSystem, with other: Release
    ) -> CatalogError {
        CatalogError(
            .rejected,
            "release \(release.label) of \(system.title) from \(release.effective) contradicts release "
                + "\(other.label) from \(other.effective)",
            remedy: "give each release a name and a day of its own")
    }
}
