// A quarter of pair edits as large as CMS's: how long it takes to load, what memory and disk it needs, and what the pairs
// of an encounter cost afterwards. Every answer is compared with the rule that made the file.
//
//   BENCHMARKS=1 swift run -c release pair-edits-benchmark [ROWS]      4,500,000 rows unless told otherwise

internal import CatalogImport
internal import CatalogModel
internal import CatalogStore
internal import Foundation
internal import TestSupport

let rowCount = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 4_500_000
let edits = GeneratedPairEdits(rowCount: rowCount)
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pair-edits-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }
let file = folder.appendingPathComponent("ccipra-f1.txt").path
let catalog = folder.appendingPathComponent("catalog.sqlite").path
try edits.write(to: file)

let store = try SQLiteCodeStore(path: catalog)
let clock = ContinuousClock()
let start = clock.now
let report = try await CatalogImporter(store: store).run(
    ImportRequest(format: "ncci-ptp", files: [file], release: "2025Q3"))
print("\(report.rowsRead) rows loaded in \(start.duration(to: clock.now)), \(report.rejectCount) rejected")
print("\(peakMemory() >> 20) MB of memory at the peak of the whole process")

// Codes close to each other have many edits among them, codes from all of the file few, and none on a day between two
// edits, when all have to be looked for in vain.
let cases = [
    (25, 60, "2025-08-01", 2_000), (25, 12_000, "2025-08-01", 2_000), (1_000, 12_000, "2025-08-01", 20),
    (1_000, 12_000, "2010-08-01", 20),
]
for (codeCount, spread, date, rounds) in cases {
    var random = SplitMix64(seed: 7)
    var times: [Duration] = []
    var foundCount = 0
    for _ in 0..<rounds {
        let first = Int.random(in: 0..<GeneratedPairEdits.codeCount, using: &random)
        var numbers: Set<Int> = []
        while numbers.count < codeCount {
            numbers.insert((first + Int.random(in: 0..<spread, using: &random)) % GeneratedPairEdits.codeCount)
        }
        let (found, taken) = try await pairs(among: numbers, on: date)
        let isOpen = date == "2025-08-01"
        let wanted = isOpen ? numbers.reduce(0) { sum, a in sum + numbers.count { edits.hasOpenEdit(a, $0) } } : 0
        precondition(found == min(wanted, EncounterReport.pairCountMax + 1), "\(found) found, not \(wanted)")
        foundCount += found
        times.append(taken)
    }
    times.sort()
    print(
        "\(codeCount) codes of \(spread): \(codeCount * (codeCount - 1)) pairs in \(times[rounds / 2]) (median), "
            + "\(times[rounds * 99 / 100]) (99 %), \(foundCount / rounds) edits found")
}
try await store.close()
let size = try FileManager.default.attributesOfItem(atPath: catalog)[.size] as? Int ?? 0
print("\(size >> 20) MB on disk")

/// Asks for pairs as ValidateCodes does.
func pairs(among numbers: Set<Int>, on date: String) async throws -> (Int, Duration) {
    guard let day = CalendarDate(date) else { preconditionFailure("\(date) is a day") }
    let keys = numbers.map { CodeKey(system: .cpt, canonical: GeneratedPairEdits.code($0)) }
    return try await store.read { reader throws(CatalogError) in
        let start = ContinuousClock.now
        let query = FactQuery.among(keys, setting: .practitioner).on(day)
        let found = try reader.facts(query.limited(to: EncounterReport.pairCountMax + 1))
        return (found.count, start.duration(to: .now))
    }
}

/// The most memory the process has had, in bytes (proc(5), status).
func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
}
