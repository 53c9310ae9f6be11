import CatalogModel
import CatalogStore
import Foundation
import GRDB
import Synchronization
import Testing

@Suite("SQLite store: writing")
struct SQLiteWriteTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A full disk is told as such, changes nothing, and does not stand in the way of the next import")
    func fullDisk() async throws {
        var small = SQLiteCodeStore.Configuration()
        small.pageCountMax = 48
        let store = try SQLiteCodeStore(path: folder.file(), configuration: small)
        try await Sample.load(store, count: 10)
        let before = try await store.snapshot().records(after: nil, limit: 100)
        let error = await catalogError { try await Sample.load(store, count: 5_000) }
        #expect(error?.kind == .full)
        #expect(error?.remedy == "free some disk space and try again; the catalog is unchanged")
        #expect(try await store.snapshot().records(after: nil, limit: 100) == before)
        try await Sample.load(store, count: 11)
        #expect(try await store.revision() == Revision(rawValue: 2))
        try await store.checkIntegrity()
    }

    @Test("A writer of another process is waited for, and told of when it takes too long")
    func conflict() async throws {
        var impatient = SQLiteCodeStore.Configuration()
        impatient.busyTimeout = .milliseconds(20)
        let store = try SQLiteCodeStore(path: folder.file(), configuration: impatient)
        var holding = Configuration()
        holding.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.file(), configuration: holding)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = await catalogError { try await Sample.load(store) }
        #expect(error?.kind == .conflict)
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(try await Sample.load(store).added == 100)
    }

    @Test("Another process may commit while rows are being staged")
    func commitMeanwhile() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store, count: 1)
        let path = folder.file()
        let report = try await store.write(source: Sample.source) { (writer) throws(CatalogError) in
            try writer.putPage(Sample.page)
            do {
                try Sample.meddle(with: path, "UPDATE release SET label = label")
            } catch {
                throw CatalogError(.conflict, "the other process was locked out")
            }
        }
        #expect(report.outcome == .committed(Revision(rawValue: 2)))
    }

    @Test("A failure that the importer swallows still undoes the import")
    func swallowedFailure() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        let task = Task {
            try await store.write(source: Sample.source) { (writer) throws(CatalogError) in
                withUnsafeCurrentTask { $0?.cancel() }
                try writer.declare(Sample.release, of: .icd10PCS)
                for number in 0..<100_000 { try? writer.list(Code(key: Sample.key(number), longDescriptor: "a")) }
            }
        }
        let error = await catalogError { _ = try await task.value }
        #expect(error?.kind == .unavailable)
        #expect(try await store.revision() == Revision(rawValue: 0))
        #expect(try await Sample.load(store).added == 100)
    }

    // That memory stays small is seen from outside, where no other tests share the process: Tests/Integration.
    @Test("An import of 80,000 rows says how far it is")
    func progress() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        let seen = ProgressLog()
        let report = try await store.write(
            source: Sample.source, dryRun: false, progress: seen.add
        ) { (writer) throws(CatalogError) in
            try writer.declare(Sample.release, of: .icd10PCS)
            for number in 0..<80_000 {
                try writer.list(
                    Code(
                        key: Sample.key(number),
                        longDescriptor: "Replacement of a long bone's lower end with a device, variant \(number)",
                        shortDescriptor: "Replacement of a bone's end with a device, \(number)"))
            }
        }
        #expect(report.added == 80_000)
        #expect(seen.progress.prefix(2) == [.staged(rowCount: 1_000), .staged(rowCount: 2_000)])
        #expect(
            seen.progress.suffix(3) == [.applying(Sample.release, .icd10PCS), .applyingPages, .committing])
    }

    @Test("The time of a commit is the injected clock's")
    func clock() async throws {
        var configuration = SQLiteCodeStore.Configuration()
        configuration.now = { 1_700_000_000 }
        let store = try SQLiteCodeStore(path: folder.file(), configuration: configuration)
        try await Sample.load(store)
        #expect(try await store.summary().committedAt == 1_700_000_000)
    }
}

/// What an import told of its progress.
private final class ProgressLog: Sendable {
    private let held = Mutex<[WriteProgress]>([])

    var progress: [WriteProgress] { held.withLock { $0 } }

    func add(_ progress: WriteProgress) { held.withLock { $0.append(progress) } }
}
