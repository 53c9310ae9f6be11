import CatalogModel
import CatalogStore
import Testing

@Suite("SQLite store: the log of changes")
struct SQLiteHistoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("What lies behind the revisions that are kept is not known any more")
    func cutOff() async throws {
        var configuration = SQLiteCodeStore.Configuration()
        configuration.revisionsKeptMax = 3
        let store = try SQLiteCodeStore(path: folder.file(), configuration: configuration)
        for number in 1...5 { try await Sample.load(store, count: 1, wording: "wording \(number)") }
        #expect(try await store.history(after: Revision(rawValue: 1), limit: 10) == nil)
        let kept = try await store.history(after: Revision(rawValue: 2), limit: 10)
        #expect(kept?.map(\.revision.rawValue) == [3, 4, 5])
        #expect(kept?.map(\.changes) == Array(repeating: [CodeChange(.updated, of: Sample.key(0))], count: 3))
        #expect(try await store.changes(since: Revision(rawValue: 1)).systems == [.icd10PCS])
        #expect(try await store.changes(since: Revision(rawValue: 2)).keys == [Sample.key(0)])
    }

    @Test("A catalog of version 3 is brought up to date; what its revisions did is not known")
    func migration() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        let records = try await store.snapshot().records(after: nil, limit: 1_000)
        try await store.close()
        try Sample.meddle(with: folder.file(), Sample.downgradeToVersion3)
        let again = try SQLiteCodeStore(path: folder.file())
        #expect(try await again.snapshot().records(after: nil, limit: 1_000) == records)
        #expect(try await again.history(after: Revision(rawValue: 0), limit: 10) == nil)
        #expect(try await again.changes(since: Revision(rawValue: 0)).systems == [.icd10PCS])
        #expect(try await again.history(after: Revision(rawValue: 1), limit: 10) == [])
        try await Sample.load(again, count: 99)
        let history = try await again.history(after: Revision(rawValue: 1), limit: 10)
        #expect(history?.first?.changes == [CodeChange(.deleted, of: Sample.key(99))])
        try await again.checkIntegrity()
    }
}
