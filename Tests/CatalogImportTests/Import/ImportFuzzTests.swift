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

    private static func request(_ format: String, _ file: String) -> ImportRequest {
        switch format {
        case "pages": ImportRequest(format: format, files: [file], system: .cpt, code: "00001")
        case "jsonl": ImportRequest(format: format, files: [file])
        default: ImportRequest(format: format, files: [file], release: "FY2025")
        }
    }

    @Test(
        "Whatever bytes come, there is a report or an error with a place, and a failed import changes nothing",
        arguments: [
            ("pages", page), ("icd10-pcs-order", OrderRows.pcs), ("icd10-cm-order", OrderRows.cm), ("jsonl", export),
            ("ncci-ptp", PairEditRows.plain), ("aoc", AddOnFormatTests.layouts[5]),
            ("aoc", AddOnFormatTests.layouts[2]), ("policies", PoliciesFormatTests.table),
            ("synonyms", SynonymsFormatTests.table), ("fhir", FHIRFormatTests.codeSystem),
            ("fhir", FHIRFormatTests.conceptMap),
            ("icd10-pcs-tables", PCSTablesFormatTests.document),
            ("icd10-pcs-index", PCSIndexFormatTests.lines), ("icd10-cm-tabular", TabularFormatTests.document),
            ("gems", GEMFormatTests.forward),
        ])
    func mutations(format: String, original: String) async throws {
        let folder = try TestFolder()
        let store = try folder.store()
        let whole = try folder.write(original, to: "whole")
        #expect(try await CatalogImporter(store: store).run(Self.request(format, whole)).written.added > 0)
        var random = SeededGenerator(seed: UInt64(original.utf8.count))
        for round in 0..<150 {
            let file = try folder.write(mutated(Array(original.utf8), &random), to: "input")
            let before = try await store.revision()
            do throws(CatalogError) {
                let report = try await CatalogImporter(store: store).run(Self.request(format, file))
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

    /// One to four edits: bytes changed, dropped, doubled or moved, or the end cut off.
    private func mutated(_ original: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = Int.random(in: start...min(bytes.count, start + 100), using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[start] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.removeSubrange(start...)
            case 4: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: start)
            }
        }
        return bytes
    }
}
