import CatalogModel
import CatalogStore
import Foundation
import Testing

@Suite("SQLite store: damaged files")
struct SQLiteDamageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "A record that does not match its digest is reported by key, and others still answer",
        arguments: [
            "UPDATE listing SET long_descriptor = replace(long_descriptor, 'part', 'port') WHERE code = '0000007'",
            "UPDATE listing SET effective = effective + 1 WHERE code = '0000007'",
            "UPDATE listing SET kind = 'modifier' WHERE code = '0000007'",
            "UPDATE listing SET details = '{}' WHERE code = '0000007'",
            "UPDATE listing SET digest = digest + 1 WHERE code = '0000007'",
        ])
    func damagedListing(sql: String) async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        try Sample.meddle(with: folder.file(), sql)
        let error = await catalogError {
            _ = try await store.lookUp([Sample.key(7)], asOf: Sample.day, view: .basic)
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.message == "the stored record of icd10pcs 0000007 is damaged")
        guard case .found = try await store.lookUp([Sample.key(8)], asOf: Sample.day, view: .full).answers[0] else {
            Issue.record("the neighbour is gone")
            return
        }
        #expect(await catalogError { try await store.checkIntegrity() } == error)
    }

    @Test(
        "A damaged page or release is reported too",
        arguments: [
            "UPDATE page SET body = replace(body, 'sections', 'sektions')",
            "UPDATE page SET long_descriptor = 'something else'", "UPDATE release SET label = 'FY2026'",
        ])
    func damagedPage(sql: String) async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        _ = try await store.write(source: Sample.source) { (writer) throws(CatalogError) in
            try writer.putPage(Sample.page)
        }
        try await store.checkIntegrity()
        try Sample.meddle(with: folder.file(), sql)
        let lookup = await catalogError {
            _ = try await store.lookUp([Sample.page.key], asOf: Sample.day, view: .full)
        }
        #expect(lookup?.kind == .corrupt)
        #expect(await catalogError { try await store.checkIntegrity() }?.kind == .corrupt)
    }

    @Test(
        "Noise anywhere in the file never brings the store down, and never makes it answer wrongly", arguments: 1...40)
    func noise(seed: Int) async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store, count: 500)
        let keys = (0..<500).map(Sample.key)
        let truth = try await store.lookUp(keys, asOf: Sample.day, view: .full).answers
        try await store.close()
        try overwrite(seed: seed)
        let error = await catalogError {
            let damaged = try SQLiteCodeStore(path: folder.file())
            for (key, wanted) in zip(keys, truth) {
                guard let answer = try? await damaged.lookUp([key], asOf: Sample.day, view: .full).answers[0],
                    case .found(let code) = answer
                else { continue }
                #expect(.found(code) == wanted)
            }
            try await damaged.checkIntegrity()
        }
        #expect(error.map { [.corrupt, .incompatible, .unavailable].contains($0.kind) } ?? true, "\(error as Any)")
    }

    @Test("A file left by a process that was killed is whole, and its structure is checked in the background")
    func uncleanStop() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store)
        // What a kill leaves: the file and its log, without the checkpoint of a clean close.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder.file() + suffix, toPath: folder.file("left.db") + suffix)
        }
        var configuration = SQLiteCodeStore.Configuration()
        let counter = DamageCounter()
        configuration.damageFound = { _ in counter.increment() }
        let left = try SQLiteCodeStore(path: folder.file("left.db"), configuration: configuration)
        let check = try #require(left.recoveryCheck)
        await check.value
        #expect(counter.count == 0)
        #expect(try await left.revision() == Revision(rawValue: 1))
        try await left.checkIntegrity()
    }

    @Test("Damage under an unclean log is found in the background and reported")
    func damagedLeftover() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await Sample.load(store, count: 5_000)
        try await store.close()
        try Sample.ruinCodes(of: folder.file())
        try Data(repeating: 0, count: 8).write(to: URL(fileURLWithPath: folder.file() + "-wal"))
        let counter = DamageCounter()
        var configuration = SQLiteCodeStore.Configuration()
        configuration.damageFound = { if $0.kind == .corrupt { counter.increment() } }
        let left = try SQLiteCodeStore(path: folder.file(), configuration: configuration)
        await left.recoveryCheck?.value
        #expect(counter.count == 1)
    }

    /// Writes noise over a few places of the file, header included.
    private func overwrite(seed: Int) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file()))
        let byteCount = Int(try file.seekToEnd())
        var state = UInt64(seed)
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<8 {
            try file.seek(toOffset: UInt64(random(byteCount - 64)))
            try file.write(contentsOf: Data((0..<random(64) + 1).map { _ in UInt8(random(256)) }))
        }
        try file.close()
    }
}
