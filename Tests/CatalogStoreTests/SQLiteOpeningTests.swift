import CatalogModel
import CatalogStore
import Foundation
import Testing

@Suite("SQLite store: opening a file")
struct SQLiteOpeningTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A new file, and an empty one, become a catalog that keeps what it is given", arguments: [false, true])
    func newFile(isThere: Bool) async throws {
        if isThere { try Data().write(to: URL(fileURLWithPath: folder.file())) }
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        let records = try await store.snapshot().records(after: nil, limit: 1_000)
        #expect(records.count == 101)
        try await store.close()
        let again = try SQLiteCodeStore(path: folder.file())
        #expect(again.recoveryCheck == nil)
        #expect(try await again.snapshot().records(after: nil, limit: 1_000) == records)
    }

    @Test("A catalog of a newer program is refused with both versions and a remedy")
    func newerSchema() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await store.close()
        try Sample.meddle(with: folder.file(), "PRAGMA user_version = 99")
        let error = #expect(throws: CatalogError.self) { try SQLiteCodeStore(path: folder.file()) }
        #expect(error?.kind == .incompatible)
        #expect(error?.message.contains("schema version 99, and this program knows up to 5") == true)
        #expect(error?.remedy == "use the newer program that wrote it, or another catalog file")
    }

    @Test("A file that is no catalog is refused and left as it is", arguments: [Foreign.text, .noise, .otherDatabase])
    func foreignFile(foreign: Foreign) throws {
        try foreign.write(to: folder.file())
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let error = #expect(throws: CatalogError.self) { try SQLiteCodeStore(path: folder.file()) }
        #expect(error?.kind == .incompatible)
        #expect(error?.remedy.isEmpty == false)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["catalog.db"])
    }

    @Test("A folder that does not exist or cannot be written is named, with a remedy")
    func folders() throws {
        let missing = #expect(throws: CatalogError.self) { try SQLiteCodeStore(path: folder.file("no/catalog.db")) }
        #expect(missing?.kind == .unavailable)
        #expect(missing?.description.hasSuffix("does not exist; make the folder first") == true)
        // The kernel lets nobody make a file here, not even root.
        let unwritable = #expect(throws: CatalogError.self) { try SQLiteCodeStore(path: "/proc/catalog.db") }
        #expect(unwritable.map { [.readOnly, .unavailable].contains($0.kind) } == true)
        let directory = #expect(throws: CatalogError.self) { try SQLiteCodeStore(path: folder.path) }
        #expect(directory?.kind == .unavailable)
    }

    @Test("A catalog without write permission is refused as read-only", .enabled(if: geteuid() != 0, "root may write"))
    func readOnly() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await store.close()
        #expect(chmod(folder.file(), 0o400) == 0)
        let error = #expect(throws: CatalogError.self) { try SQLiteCodeStore(path: folder.file()) }
        #expect(error?.kind == .readOnly)
    }

    @Test("A closed store says so, and closing twice is fine")
    func closed() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await store.close()
        try await store.close()
        let read = await catalogError { _ = try await store.summary() }
        let write = await catalogError { _ = try await Sample.load(store) }
        #expect(read?.kind == .unavailable)
        #expect(write?.kind == .unavailable)
    }

    @Test("Opening a catalog and counting what it holds touch none of its codes")
    func openingScansNothing() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store, count: 5_000)
        try await store.close()
        // Were any page of the codes read, it would be found damaged.
        try Sample.ruinCodes(of: folder.file())
        let opened = try SQLiteCodeStore(path: folder.file())
        #expect(try await opened.revision() == Revision(rawValue: 1))
        #expect(try await opened.summary().systems[0].codeCount == 5_000)
        let error = await catalogError {
            _ = try await opened.lookUp([Sample.key(4_999)], asOf: Sample.day, view: .full)
        }
        #expect(error?.kind == .corrupt)
    }

    enum Foreign {
        case text, noise, otherDatabase

        func write(to path: String) throws {
            switch self {
            case .text: try Data("file\tsystem\tcode\n".utf8).write(to: URL(fileURLWithPath: path))
            case .noise:
                let noise = (0..<20_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
                try Data(noise).write(to: URL(fileURLWithPath: path))
            case .otherDatabase: try Sample.meddle(with: path, "CREATE TABLE patient (name TEXT)")
            }
        }
    }
}
