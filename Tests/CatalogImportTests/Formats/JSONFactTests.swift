import CatalogModel
import CatalogStore
import CatalogStoreTesting
import Foundation
import Testing

@testable import CatalogImport

@Suite("Facts in exports")
struct JSONFactTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func export(_ store: any CodeStore) async throws -> Data {
        let box = DataBox()
        _ = try await JSONLinesExport(store: store).run { box.data += $0 }
        return box.data
    }

    @Test("Every kind of fact, of several editions, comes back from an export byte for byte")
    func roundTrip() async throws {
        let original = try folder.store("original.db")
        let scope = FactScope(format: "sample", part: "x")
        for (label, date, facts) in [
            ("A", "2025-01-01", FactFixture.everyKind), ("B", "2025-07-01", Array(FactFixture.everyKind.dropFirst(3))),
            ("C", "2026-01-01", FactFixture.everyKind),
        ] {
            let edition = FactEdition(
                scope: scope, label: label, effective: CalendarDate(date), files: ["\(label).txt", "more.txt"])
            _ = try await original.write(source: ImportSource(format: "sample", files: edition.files)) {
                (writer) throws(CatalogError) in
                try writer.declare(edition)
                for fact in facts { try writer.put(StoredFact(fact, scope: scope)) }
            }
        }
        let exported = try await export(original)
        let file = try folder.write(exported, to: "export.jsonl")
        let copy = try folder.store("copy.db")
        let report = try await CatalogImporter(store: copy).run(ImportRequest(format: "jsonl", files: [file]))
        #expect(report.rejectCount == 0)
        #expect(try await export(copy) == exported)
        let again = try await CatalogImporter(store: original).run(ImportRequest(format: "jsonl", files: [file]))
        #expect(again.written.outcome == .nothingToDo(try await original.revision()))
        let lines = String(decoding: exported, as: UTF8.self)
        for kind in FactKind.allCases { #expect(lines.contains("\"kind\":\"\(kind.rawValue)\"")) }
    }

    @Test("An export of version 1, which had no facts, is read")
    func firstVersion() async throws {
        let text = """
            {"format":"medcodes-jsonl","version":1}
            {"release":{"effective":"2024-10-01","label":"FY2025","system":"icd10pcs"}}
            {"listed":{"clinicianDescriptors":[],"consumerDescriptor":"","descriptorOrigin":"official",\
            "isAddOn":false,"key":{"code":"0SG0070","system":"icd10pcs"},"kind":"code","longDescriptor":"Fusion",\
            "notice":"","period":{"effective":"2024-10-01"},"policies":[],"shortDescriptor":"","similarCodes":[],\
            "successors":[]}}
            {"end":{"records":2}}

            """
        let file = try folder.write(text, to: "old.jsonl")
        let store = try folder.store()
        let report = try await CatalogImporter(store: store).run(ImportRequest(format: "jsonl", files: [file]))
        #expect(report.written.added == 1)
    }

    @Test(
        "A line that holds no fact is rejected with what is wrong",
        arguments: [
            "{\"fact\":{\"kind\":\"nonsense\",\"listed\":{},\"scope\":{\"format\":\"f\",\"part\":\"\"},\"value\":{}}}",
            "{\"fact\":{\"kind\":\"unitLimit\",\"listed\":{},\"scope\":{\"format\":\"f\",\"part\":\"\"},\"value\":{}}}",
            "{\"fact\":{\"kind\":\"unitLimit\"}}",
        ])
    func faults(line: String) async throws {
        let file = try folder.write(
            "{\"format\":\"medcodes-jsonl\",\"version\":2}\n\(line)\n{\"end\":{\"records\":1}}\n", to: "wrong.jsonl")
        let store = try folder.store()
        let error = try await #require(throws: CatalogError.self) {
            try await CatalogImporter(store: store).run(ImportRequest(format: "jsonl", files: [file]))
        }
        #expect(error.location?.line == 2)
        #expect(try await store.revision() == Revision(rawValue: 0))
    }
}
