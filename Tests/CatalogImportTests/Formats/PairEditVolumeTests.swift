import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

/// A generated quarter of pair edits. MEDCODES_PAIR_COUNT says how many rows; CMS publishes about 4,500,000.
@Suite("Many pair edits")
struct PairEditVolumeTests {
    private static let count =
        ProcessInfo.processInfo.environment["MEDCODES_PAIR_COUNT"].flatMap(Int.init) ?? 20_000
    /// Codes are numbered; each has edits with the ones behind it.
    private static let codeCount = 12_000
    private static let pairsPerCode = max(count / codeCount, 1)
    private static let memoryByteCountMax = 400 << 20
    private static let storeByteCountMax = 1 << 30

    @Test("They load in bounded memory, and any encounter finds exactly its pairs")
    func volume() async throws {
        let folder = try TestFolder()
        let path = try Self.generate(in: folder)
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
            let first = Int.random(in: 0..<Self.codeCount, using: &random)
            let numbers = Set((0..<25).map { _ in (first + Int.random(in: 0..<60, using: &random)) % Self.codeCount })
            let keys = try numbers.map { try #require(ProcedureCode.key(Self.code($0))) }
            let day = try #require(CalendarDate("2025-08-01"))
            let (found, taken) = try await store.read { reader throws(CatalogError) in
                let start = ContinuousClock.now
                let found = try reader.facts(FactQuery.among(keys, setting: .practitioner).on(day))
                return (found, start.duration(to: .now))
            }
            total += taken
            let wanted = numbers.reduce(0) { sum, a in sum + numbers.count { Self.hasOpenEdit(a, $0) } }
            #expect(found.count == wanted)
        }
        return total / rounds
    }

    private static func hasOpenEdit(_ a: Int, _ b: Int) -> Bool {
        let step = (b - a + codeCount) % codeCount
        return (1...pairsPerCode).contains(step) && !isDeleted(a, step)
    }

    /// Every fifth pair's edit was deleted; every tenth had one before, on other days.
    private static func isDeleted(_ a: Int, _ step: Int) -> Bool { (a + step) % 5 == 0 }
    private static func hasEarlier(_ a: Int, _ step: Int) -> Bool { (a + step) % 10 == 3 }

    /// Codes that do not exist, in the order of their numbers: 0000B, 0000C, 0000D, 0001B …
    private static func code(_ number: Int) -> String {
        let digits = String(number / 3)
        return String(repeating: "0", count: 4 - digits.count) + digits + ["B", "C", "D"][number % 3]
    }

    private static func generate(in folder: TestFolder) throws -> String {
        let path = try folder.write(
            "Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\r\n", to: "ccipra-f1.txt")
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        for a in 0..<codeCount {
            var rows = ""
            for step in 1...pairsPerCode {
                let pair = "\(code(a))\t\(code((a + step) % codeCount))\t"
                let end = isDeleted(a, step) ? "20240930" : "*"
                rows += "\(pair)\t20150101\t\(end)\t\(step % 2)\tMisuse of column two code with column one code\r\n"
                if hasEarlier(a, step) { rows += "\(pair)*\t19960101\t20061231\t1\tStandards of practice\r\n" }
            }
            try file.write(contentsOf: Data(rows.utf8))
        }
        try file.close()
        return path
    }

    /// A figure of the process's memory, in bytes (proc(5), status).
    private static func memory(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
    }
}
