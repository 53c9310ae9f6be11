import CatalogModel
import CatalogStore
import Testing

@Suite("SQLite store: commits of other processes")
struct SQLiteWatchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A commit through another connection is heard within 100 ms, and once", .timeLimit(.minutes(2)))
    func otherConnection() async throws {
        let reader = try SQLiteCodeStore(path: folder.file())
        let writer = try SQLiteCodeStore(path: folder.file())
        var revisions = reader.watchRevisions().makeAsyncIterator()
        var delays: [Duration] = []
        for number in 1...9 {
            try await Sample.load(writer, count: number)
            let committed = ContinuousClock.now
            let change = try #require(await revisions.next())
            delays.append(ContinuousClock.now - committed)
            #expect(change.since == Revision(rawValue: Int64(number - 1)))
            #expect(change.revision == Revision(rawValue: Int64(number)))
        }
        // The fastest: a busy machine may hold up any single tick, but not speed one up.
        #expect(try #require(delays.min()) < .milliseconds(100))
    }

    @Test("Who comes when the store is closed hears nothing, and harms nothing")
    func lateObserver() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await store.close()
        for _ in 0..<3 {
            store.observeRevisions { _ in Issue.record("a closed store has no revisions") }.end()
        }
        let late = store.observeRevisions { _ in Issue.record("a closed store has no revisions") }
        try await Task.sleep(for: .milliseconds(50))
        late.end()
    }

    @Test("Own commits and those of others are told in order, none twice", .timeLimit(.minutes(2)))
    func mixed() async throws {
        var configuration = SQLiteCodeStore.Configuration()
        configuration.pollInterval = .milliseconds(1)
        let one = try SQLiteCodeStore(path: folder.file(), configuration: configuration)
        let two = try SQLiteCodeStore(path: folder.file(), configuration: configuration)
        var revisions = one.watchRevisions().makeAsyncIterator()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (store, system) in [(one, CodeSystem.cpt), (two, .hcpcs)] {
                group.addTask {
                    for number in 1...20 {
                        _ = try await store.write(source: Sample.source) { (writer) throws(CatalogError) in
                            let key = CodeKey(system: system, canonical: "1")
                            try writer.putPage(Code(key: key, longDescriptor: "wording \(number)"))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        var known = Revision(rawValue: 0)
        while known.rawValue < 40 {
            let change = try #require(await revisions.next())
            #expect(change.since == known)
            #expect(change.revision > known)
            known = change.revision
        }
    }
}
