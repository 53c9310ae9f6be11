import CatalogModel
import CatalogStore
import Foundation
import TestSupport
import Testing

@testable import CatalogImport

/// A generated quarter of pair edits. MEDCODES_PAIR_COUNT says how many rows; CMS publishes about 4,500,000.
@Suite("Many pair edits")
struct PairEditVolumeTests {
    private static let count =
        ProcessInfo.processInfo.environment["MEDCODES_PAIR_COUNT"].flatMap(Int.init) ?? 20_000
    private static let edits = GeneratedPairEdits(rowCount: count)
    private static let memoryByteCountMax = 400 << 20
    private static let storeByteCountMax = 1 << 30

    @Test("They load in bounded memory, and any encounter finds exactly its pairs")
    func volume() async throws {
        let folder = try TestFolder()
        let path = folder.path("ccipra-f1.txt")
        try Self.edits.write(to: path)
        let store = try folder.store()
        let before = Self.memory("VmHWM")
        let start = ContinuousClock.now
        let request = ImportRequest(format: "ncci-ptp", files: [path], release: "2025Q3")
        let report = try await CatalogImporter(store: store).run(request)
        let loading = start.duration(to: .now)
        let growth = Self.memory("VmHWM") - before
        #expect(report.rejectCount == 0)
        #expect(report.written.added == report.rowsRead)
        let checks = try await check(store)
        print(
            "\(report.rowsRead) pair edits: loaded in \(loading), \(growth >> 20) MB more memory at the peak, "
                + "\(checks) for the 600 pairs of an encounter")
        #expect(growth < Self.memoryByteCountMax)
        let again = try await CatalogImporter(store: store).run(request)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        try await store.close()
        let size = try FileManager.default.attributesOfItem(atPath: folder.path("catalog.db"))[.size]
        let byteCount = try #require(size as? Int)
        print("\(byteCount >> 20) MB on disk")
        #expect(byteCount < Self.storeByteCountMax)
    }

    /// Checks 200 encounters of 25 codes against the rule that made the file; says how long one took.
    private func check(_ store: SQLiteCodeStore) async throws -> Duration {
        var random = SeededGenerator(seed: 7)
        var total = Duration.zero
        let rounds = 200
        for _ in 0..<rounds {
            let first = Int.random(in: 0..<GeneratedPairEdits.codeCount, using: &random)
            let numbers = Set(
                (0..<25).map { _ in (first + Int.random(in: 0..<60, using: &random)) % GeneratedPairEdits.codeCount })
            let keys = try numbers.map { try #require(ProcedureCode.key(GeneratedPairEdits.code($0))) }
            let day = try #require(CalendarDate("2025-08-01"))
            let (found, taken) = try await store.read { reader throws(CatalogError) in
                let start = ContinuousClock.now
                let found = try reader.facts(FactQuery.among(keys, setting: .practitioner).on(day))
                return (found, start.duration(to: .now))
            }
            total += taken
            let wanted = numbers.reduce(0) { sum, a in sum + numbers.count { Self.edits.hasOpenEdit(a, $0) } }
            #expect(found.count == wanted)
        }
        return total / rounds
    }

    /// A figure of the process's memory, in bytes (proc(5), status).
    private static func memory(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
    }
}
