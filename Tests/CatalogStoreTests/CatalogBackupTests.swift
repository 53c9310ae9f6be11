import CatalogModel
import CatalogStore
import Foundation
import Testing

@Suite("Backups of a catalog")
struct CatalogBackupTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A backup of a store in use holds one revision, and becomes the same catalog again")
    func thereAndBack() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        let records = try await store.snapshot().records(after: nil, limit: 1_000)
        let made = try CatalogBackup.make(of: folder.file(), at: folder.file("backup"), now: 1_000)
        try await Sample.load(store, wording: "Something newer")
        #expect(made.revision == Revision(rawValue: 1))
        #expect(made.madeAt == 1_000)
        #expect(try CatalogBackup.verify(folder.file("backup")) == made)
        let restored = try CatalogBackup.restore(
            from: folder.file("backup"), to: folder.file("again.db"), replacing: false)
        #expect(restored == made)
        let again = try SQLiteCodeStore(path: folder.file("again.db"))
        #expect(try await again.snapshot().records(after: nil, limit: 1_000) == records)
        try await again.checkIntegrity()
        try await again.close()
        try await store.close()
        #expect(try files() == ["again.db", "backup", "catalog.db"])
    }

    @Test("A backup overwrites nothing, and needs a catalog")
    func refusals() async throws {
        let missing = #expect(throws: CatalogError.self) {
            try CatalogBackup.make(of: folder.file(), at: folder.file("backup"), now: 0)
        }
        #expect(missing?.message == "there is no catalog at \(folder.file())")
        try Data().write(to: URL(fileURLWithPath: folder.file("empty.db")))
        let empty = #expect(throws: CatalogError.self) {
            try CatalogBackup.make(of: folder.file("empty.db"), at: folder.file("backup"), now: 0)
        }
        #expect(empty?.kind == .incompatible)
        let store = try SQLiteCodeStore(path: folder.file())
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("backup")))
        let taken = #expect(throws: CatalogError.self) {
            try CatalogBackup.make(of: folder.file(), at: folder.file("backup"), now: 0)
        }
        #expect(taken?.kind == .conflict)
        #expect(try String(contentsOfFile: folder.file("backup"), encoding: .utf8) == "mine")
        let nowhere = #expect(throws: CatalogError.self) {
            try CatalogBackup.make(of: folder.file(), at: folder.file("no/backup"), now: 0)
        }
        #expect(nowhere?.kind == .unavailable)
        try await store.close()
        #expect(try files() == ["backup", "catalog.db", "empty.db"])
    }

    @Test("A catalog that is damaged is not backed up")
    func damagedSource() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        try Sample.meddle(with: folder.file(), "UPDATE listing SET kind = 'modifier' WHERE code = '0000007'")
        let error = #expect(throws: CatalogError.self) {
            try CatalogBackup.make(of: folder.file(), at: folder.file("backup"), now: 0)
        }
        #expect(error?.message == "the stored record of icd10pcs 0000007 is damaged")
        try await store.close()
        #expect(try files() == ["catalog.db"])
    }

    @Test("A catalog that is there is replaced only when asked for, and never while it is in use")
    func replacing() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        _ = try CatalogBackup.make(of: folder.file(), at: folder.file("backup"), now: 0)
        try await Sample.load(store, wording: "Something newer")
        func restore(replacing: Bool) throws -> CatalogBackup {
            try CatalogBackup.restore(from: folder.file("backup"), to: folder.file(), replacing: replacing)
        }
        #expect(throws: CatalogError.self) { try restore(replacing: false) }
        let inUse = #expect(throws: CatalogError.self) { try restore(replacing: true) }
        #expect(inUse?.message.contains("is being used by another process") == true)
        #expect(try await store.revision() == Revision(rawValue: 2))
        try await store.close()
        #expect(try restore(replacing: true).revision == Revision(rawValue: 1))
        let again = try SQLiteCodeStore(path: folder.file())
        #expect(try await again.revision() == Revision(rawValue: 1))
        try await again.close()
        #expect(try files() == ["backup", "catalog.db"])
    }

    @Test("A flipped bit anywhere in a backup is found and named, and such a backup is not restored")
    func flippedBits() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        try await store.close()
        _ = try CatalogBackup.make(of: folder.file(), at: folder.file("backup"), now: 0)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("backup")))
        let pageCount = (whole.count - 64) / (4096 + 8)
        var random = FlippedBit(seed: 7)
        // A few in the pages, and each byte of what stands behind them.
        let bits = (0..<FlippedBit.count).map { _ in random.next(below: pageCount * 4096 * 8) }
        let tail = (pageCount * 4096..<whole.count).map { $0 * 8 + random.next(below: 8) }
        for bit in bits + tail {
            var damaged = whole
            damaged[bit / 8] ^= 1 << (bit % 8)
            try damaged.write(to: URL(fileURLWithPath: folder.file("damaged")))
            let error = #expect(throws: CatalogError.self) { try CatalogBackup.verify(folder.file("damaged")) }
            #expect(error?.kind == .corrupt)
            #expect(error?.message.contains(FlippedBit.place(bit / 8, pageCount: pageCount)) == true, "bit \(bit)")
        }
        #expect(throws: CatalogError.self) {
            try CatalogBackup.restore(from: folder.file("damaged"), to: folder.file("new.db"), replacing: false)
        }
        try whole.dropLast().write(to: URL(fileURLWithPath: folder.file("damaged")))
        #expect(throws: CatalogError.self) { try CatalogBackup.verify(folder.file("damaged")) }
        #expect(try files() == ["backup", "catalog.db", "damaged"])
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}
