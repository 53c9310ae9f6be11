internal import CatalogModel
internal import GRDB

/// Answers the questions of one read. Lives within one access, on its connection's queue.
final class SnapshotReader: CodeStoreReader {
    let revision: Revision

    private let db: Database
    private let codes: CatalogReader
    private let editions: EditionReader
    private let facts: FactReader
    private let failure: SQLiteFailure

    init(_ db: Database, failure: SQLiteFailure) throws {
        self.db = db
        codes = try CatalogReader(db)
        revision = codes.revision
        editions = EditionReader(db)
        facts = FactReader(db, editions: editions)
        self.failure = failure
    }

    func summary() throws(CatalogError) -> CatalogSummary { try translating { try SummaryReader(db: db).summary() } }

    func answer(for key: CodeKey, asOf day: CalendarDate, view: CodeView) throws(CatalogError) -> CodeAnswer {
        try translating { try codes.answer(for: key, on: day, view: view) }
    }

    func keys(
        of system: CodeSystem, prefix: String, after code: String?, limit: Int
    ) throws(CatalogError) -> [CodeKey] {
        try translating { try codes.keys(of: system, prefix: prefix, after: code, limit: max(limit, 1)) }
    }

    func codes(
        of system: CodeSystem, prefix: String, on day: CalendarDate, after code: String?, limit: Int
    ) throws(CatalogError) -> [Code] {
        try translating {
            try codes.range(of: system, prefix: prefix, on: day)?.codes(after: code, limit: max(limit, 1)) ?? []
        }
    }

    func codeCount(
        of system: CodeSystem, prefix: String, on day: CalendarDate, kind: CodeKind?
    ) throws(CatalogError) -> Int {
        try translating { try codes.range(of: system, prefix: prefix, on: day)?.count(of: kind) ?? 0 }
    }

    func listings(of key: CodeKey) throws(CatalogError) -> [Code] { try translating { try codes.listings(of: key) } }

    func facts<Value: StorableFact>(_ query: FactQuery<Value>) throws(CatalogError) -> [SourcedFact<Value>] {
        try translating { try facts.facts(query) }
    }

    func count<Value: StorableFact>(_ query: FactQuery<Value>) throws(CatalogError) -> Int {
        try translating { try facts.count(query) }
    }

    func editions(of kind: FactKind, on day: CalendarDate) throws(CatalogError) -> [FactEdition] {
        try translating { try editions.inForce(of: kind, on: day) }
    }

    private func translating<Value>(_ work: () throws -> Value) throws(CatalogError) -> Value {
        do {
            return try work()
        } catch {
            throw failure.error(for: error)
        }
    }
}
