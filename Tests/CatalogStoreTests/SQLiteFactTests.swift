import CatalogModel
import CatalogStore
import Foundation
import Testing

@Suite("SQLite store: facts")
struct SQLiteFactTests {
    private let folder: TemporaryFolder
    private static let scope = FactScope(format: "sample", part: "practitioner")
    private static let first = CodeKey(system: .cpt, canonical: "00001")

    init() throws { folder = try TemporaryFolder() }

    private func load(_ store: SQLiteCodeStore) async throws {
        _ = try await store.write(source: Sample.source) { (writer) throws(CatalogError) in
            try writer.declare(FactEdition(scope: Self.scope, label: "2025Q1"))
            for units in 1...50 {
                let key = CodeKey(system: .cpt, canonical: "0000\(units)")
                try writer.put(UnitLimit(key: key, setting: .practitioner, units: units), in: Self.scope)
            }
        }
    }

    private func limits(_ store: SQLiteCodeStore) async throws -> [Int] {
        try await store.read { reader throws(CatalogError) in
            try reader.facts(.of([Self.first], setting: .practitioner).on(Sample.day)).map(\.value.units)
        }
    }

    @Test(
        "A fact, phrase or edition that was changed behind our back is found when it is read and when all is checked",
        arguments: [
            "UPDATE fact_unit_limit SET units = 99", "UPDATE fact_unit_limit SET since = since + 1",
            "UPDATE fact_unit_limit SET until = until - 256", "UPDATE fact_unit_limit SET effective = 1",
            "UPDATE phrase SET text = text || '.'", "UPDATE fact_edition SET label = '2025Q2'",
        ])
    func damage(statement: String) async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await load(store)
        #expect(try await limits(store) == [1])
        try Sample.meddle(with: folder.file(), statement)
        #expect(await catalogError { _ = try await limits(store) }?.kind == .corrupt)
        #expect(await catalogError { try await store.checkIntegrity() }?.kind == .corrupt)
    }

    @Test("A catalog written before there were facts is brought up to date when it is opened")
    func migration() async throws {
        let old = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(old)
        let records = try await old.snapshot().records(after: nil, limit: 1_000)
        try await old.close()
        try Sample.meddle(with: folder.file(), Self.downgrade)
        let store = try SQLiteCodeStore(path: folder.file())
        #expect(try await store.snapshot().records(after: nil, limit: 1_000) == records)
        try await load(store)
        #expect(try await limits(store) == [1])
        try await store.checkIntegrity()
    }

    @Test("A catalog with digests of version 4 is brought up to date, and what is damaged in it stays damaged")
    func digestMigration() async throws {
        let old = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(old)
        try await load(old)
        let records = try await old.snapshot().records(after: nil, limit: 1_000)
        try await old.close()
        try Sample.meddle(with: folder.file(), Sample.downgradeToVersion4)
        let store = try SQLiteCodeStore(path: folder.file())
        #expect(try await store.snapshot().records(after: nil, limit: 1_000) == records)
        try await store.checkIntegrity()
        try await store.close()
        let damage = "; UPDATE fact_unit_limit SET units = 99 WHERE units = 7"
        try Sample.meddle(with: folder.file(), Sample.downgradeToVersion4 + damage)
        let damaged = try SQLiteCodeStore(path: folder.file())
        let error = await catalogError { try await damaged.checkIntegrity() }
        #expect(error?.message.hasSuffix("is damaged (table fact_unit_limit, the row of cpt 00007)") == true)
    }

    /// Statements that make a file what version 1 wrote.
    private static var downgrade: String {
        let words = FactKind.allCases.map { kind in
            kind.rawValue.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
        }
        let tables =
            words.map { "fact_\($0)" } + [
                "fact_edition_count", "fact_unresolved", "fact_count", "fact_edition", "fact_scope", "phrase",
            ]
        return Sample.downgradeToVersion3 + tables.map { "DROP TABLE \($0); " }.joined()
            + "ALTER TABLE code_system DROP COLUMN is_loaded; PRAGMA user_version = 1"
    }

    @Test("Lists of any length are answered whole, an empty one with nothing")
    func listLengths() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await load(store)
        let keys = (1...100).map { CodeKey(system: .cpt, canonical: "0000\($0)") }
        let counts = try await store.read { reader throws(CatalogError) in
            var counts: [Int] = []
            for length in 0...100 {
                counts.append(try reader.count(.of(Array(keys.prefix(length)), setting: .practitioner)))
            }
            return counts
        }
        #expect(counts == (0...100).map { min($0, 50) })
    }
}
