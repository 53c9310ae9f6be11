import CatalogModel
import CatalogStore
import CatalogStoreTesting
import Foundation
import GRDB
import Testing

@Suite("SQLite store: flipped bits")
struct SQLiteFlippedBitTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A flipped bit anywhere in the file is found and named, or the catalog is the same in every row")
    func anywhere() async throws {
        try await makeCatalog()
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let content = try content(of: folder.file())
        // Most bytes of a small catalog hold nothing; those are tried less often.
        let filled = whole.indices.filter { whole[$0] != 0 }
        var random = FlippedBit(seed: 11)
        var harmlessCount = 0
        for number in 0..<FlippedBit.count {
            let byte = number % 4 == 0 ? random.next(below: whole.count) : filled[random.next(below: filled.count)]
            let bit = byte * 8 + random.next(below: 8)
            if let error = try await damage(whole, bit: bit) {
                #expect(error.message.contains("damaged") || error.kind == .incompatible || bit / 8 < 100, "\(error)")
            } else {
                harmlessCount += 1
                #expect(try self.content(of: folder.file("damaged.db")) == content, "bit \(bit)")
            }
        }
        print("\(harmlessCount) of \(FlippedBit.count) flipped bits were in bytes that hold nothing")
    }

    @Test("A flipped bit in what no answer shows is named by its table")
    func books() async throws {
        try await makeCatalog()
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let source = try #require(whole.range(of: Data("sample.txt".utf8)))
        let error = try #require(try await damage(whole, bit: source.lowerBound * 8))
        #expect(error.message.hasSuffix("is damaged (table revision: its rows do not match its digest)"))
        let unique = try #require(whole.range(of: Data("UNIQUE (system_id, label)".utf8)))
        let lowercase = try #require(try await damage(whole, bit: unique.lowerBound * 8 + 5))
        #expect(lowercase.message.hasSuffix("is damaged (the schema: table release)"))
        let misspelt = try #require(try await damage(whole, bit: unique.upperBound * 8 - 3))
        #expect(misspelt.message.contains("is damaged (malformed database schema (release)"))
    }

    @Test("The background check finds damage while the catalog is in use, and says when it found none")
    func backgroundCheck() async throws {
        try await makeCatalog()
        let (results, continuation) = AsyncStream.makeStream(of: CatalogError?.self)
        var configuration = SQLiteCodeStore.Configuration()
        configuration.checkInterval = .milliseconds(1)
        configuration.checkShare = 1
        configuration.checked = { continuation.yield($0) }
        let store = try SQLiteCodeStore(path: folder.file(), configuration: configuration)
        var iterator = results.makeAsyncIterator()
        #expect(await iterator.next() == .some(nil))
        try Sample.meddle(with: folder.file(), "UPDATE listing SET revision = 2 WHERE code = '0000007'")
        while let result = await iterator.next() {
            guard let error = result else { continue }
            #expect(error.message == "the stored record of icd10pcs 0000007 is damaged")
            break
        }
        try await store.close()
    }

    /// Codes, a page, facts of every kind, several revisions.
    private func makeCatalog() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        _ = try await store.write(source: Sample.source) { (writer) throws(CatalogError) in
            try writer.putPage(Sample.page)
            let scope = FactScope(format: "sample")
            try writer.declare(FactEdition(scope: scope, label: "2025Q1", files: ["facts.txt"]))
            for fact in FactFixture.everyKind { try writer.put(StoredFact(fact, scope: scope)) }
        }
        try await store.close()
    }

    /// What the check of the catalog with one bit flipped finds.
    private func damage(_ whole: Data, bit: Int) async throws -> CatalogError? {
        var data = whole
        data[bit / 8] ^= 1 << (bit % 8)
        let path = folder.file("damaged.db")
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try data.write(to: URL(fileURLWithPath: path))
        return await catalogError {
            let store = try SQLiteCodeStore(path: path)
            let found = await catalogError { try await store.checkIntegrity() }
            try await store.close()
            if let found { throw found }
        }
    }

    /// Every value of every table, and the statements that made them.
    private func content(of path: String) throws -> [String] {
        let database = try DatabaseQueue(path: path)
        return try database.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            return try tables.flatMap { try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.debugDescription) }
                + String.fetchAll(db, sql: "SELECT type || name || ifnull(sql, '') FROM sqlite_schema ORDER BY name")
        }
    }
}
