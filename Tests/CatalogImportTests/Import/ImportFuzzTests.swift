import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Damaged input")
struct ImportFuzzTests {
    private static let page =
        "Search all medical codes\nHip replacement\nCPT4 code\nSummary\nA joint is replaced.\nRisks\n- Infection\n- Pain\nDuration\n1 to 2 hours\n"

    private static let export = """
        {"format":"medcodes-jsonl","version":1}
        {"release":{"effective":"2024-10-01","label":"FY2025","system":"icd10pcs"}}
        {"listed":{"clinicianDescriptors":[],"consumerDescriptor":"","descriptorOrigin":"official","isAddOn":false,\
        "key":{"code":"0SG0070","system":"icd10pcs"},"kind":"code","longDescriptor":"Fusion","notice":"",\
        "period":{"effective":"2024-10-01"},"policies":[],"shortDescriptor":"","similarCodes":[],"successors":[]}}
        {"end":{"records":2}}

        """

    /// How many files are made of each; MEDCODES_IMPORT_FUZZ_ROUNDS says more.
    private static let roundCount =
        ProcessInfo.processInfo.environment["MEDCODES_IMPORT_FUZZ_ROUNDS"].flatMap(Int.init) ?? 80

    /// A format, the name its file must have, and a whole file.
    private static let cases: [(format: String, name: String, text: String)] = [
        ("pages", "input", page), ("icd10-pcs-order", "input", OrderRows.pcs),
        ("icd10-cm-order", "input", OrderRows.cm), ("jsonl", "input", export),
        ("ncci-ptp", "input", PairEditRows.plain), ("aoc", "input", AddOnFormatTests.layouts[0]),
        ("aoc", "input", AddOnFormatTests.layouts[3]), ("hcpcs", "input", HCPCSRows.file),
        ("cpt", "LONGULT.txt", CPTTexts.long), ("cpt", "SHORTU.txt", CPTTexts.short),
        ("cpt", "ClinicianDescriptor.txt", CPTTexts.clinician), ("ncci-mue", "input", UnitLimitRows.file),
        ("pfs-rvu", "input", FeeScheduleRows.file), ("policies", "input", PoliciesFormatTests.table),
        ("synonyms", "input", SynonymsFormatTests.table), ("fhir", "input", FHIRFormatTests.codeSystem),
        ("fhir", "input", FHIRFormatTests.conceptMap), ("icd10-pcs-tables", "input", PCSTablesFormatTests.document),
        ("icd10-pcs-index", "input", PCSIndexFormatTests.lines),
        ("icd10-cm-tabular", "input", TabularFormatTests.document), ("gems", "input", GEMFormatTests.forward),
    ]

    private static func request(_ format: String, _ file: String, in folder: TestFolder) throws -> ImportRequest {
        switch format {
        case "pages": ImportRequest(format: format, files: [file], system: .cpt, code: "00001")
        case "jsonl": ImportRequest(format: format, files: [file])
        case "cpt" where !file.hasSuffix("LONGULT.txt"):
            ImportRequest(
                format: format, files: [try folder.write(CPTTexts.long, to: "LONGULT.txt"), file], release: "FY2025")
        default: ImportRequest(format: format, files: [file], release: "FY2025")
        }
    }

    @Test(
        "Whatever bytes come, there is a report or an error with a place, and a failed import changes nothing",
        arguments: cases)
    func mutations(format: String, name: String, original: String) async throws {
        let folder = try TestFolder()
        let store = try folder.store()
        let whole = try folder.write(original, to: name)
        let first = try Self.request(format, whole, in: folder)
        #expect(try await CatalogImporter(store: store).run(first).written.added > 0)
        var random = SeededGenerator(seed: UInt64(original.utf8.count))
        for round in 0..<Self.roundCount {
            let file = try folder.write(mutated(Array(original.utf8), &random), to: name)
            let before = try await store.revision()
            let request = try Self.request(format, file, in: folder)
            do throws(CatalogError) {
                let report = try await CatalogImporter(store: store).run(request)
                #expect(report.rejectCount == 0, "round \(round)")
            } catch {
                #expect(error.kind == .rejected, "round \(round): \(error)")
                #expect(error.location?.file == file, "round \(round): \(error)")
                let after = try await store.revision()
                #expect(after == before, "round \(round)")
            }
        }
        try await store.checkIntegrity()
    }

    /// One to four edits: bytes changed, dropped, doubled or moved, the end cut off, two columns of a line swapped, or
    /// another encoding in the middle.
    private func mutated(_ original: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = Int.random(in: start...min(bytes.count, start + 100), using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[start] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.removeSubrange(start...)
            case 4: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
            case 5: bytes.insert(UInt8.random(in: 0...255, using: &random), at: start)
            case 6: swapColumns(of: &bytes, lineAt: start, &random)
            default: bytes.replaceSubrange(start..<end, with: recoded(bytes[start..<end], &random))
            }
        }
        return bytes
    }

    /// Swaps two fields of the line with this byte; in a line without delimiters, two stretches of five columns.
    private func swapColumns(of bytes: inout [UInt8], lineAt place: Int, _ random: inout SeededGenerator) {
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        guard start < end else { return }
        var line = Array(bytes[start..<end])
        let delimiter = [UInt8(ascii: "\t"), UInt8(ascii: ",")].first(where: line.contains)
        var fields =
            delimiter.map { line.split(separator: $0, omittingEmptySubsequences: false) }
            ?? stride(from: 0, to: line.count, by: 5).map { line[$0..<min($0 + 5, line.count)] }
        fields.swapAt(
            Int.random(in: 0..<fields.count, using: &random), Int.random(in: 0..<fields.count, using: &random))
        line = Array(fields.joined(separator: delimiter.map { [$0] } ?? []))
        bytes.replaceSubrange(start..<end, with: line)
    }

    /// The bytes as some other program would have saved them: UTF-16, with Latin-1 or Windows letters, in broken UTF-8.
    private func recoded(_ bytes: ArraySlice<UInt8>, _ random: inout SeededGenerator) -> [UInt8] {
        let letters: [[UInt8]] = [
            [0xE9], [0x92], [0x81], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return bytes.flatMap { [$0, 0] }
        case 1: return [0xFF, 0xFE] + bytes
        default: return bytes.dropLast() + (letters.randomElement(using: &random) ?? [])
        }
    }
}
