import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("JSON lines")
struct JSONLinesTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func export(_ store: any CodeStore) async throws -> Data {
        let box = DataBox()
        _ = try await JSONLinesExport(store: store).run { box.data += $0 }
        return box.data
    }

    private func filledStore() async throws -> SQLiteCodeStore {
        let store = try folder.store()
        let order = try folder.write(OrderRows.pcs, to: "order.txt")
        for release in ["FY2024", "FY2025"] {
            _ = try await CatalogImporter(store: store).run(
                ImportRequest(format: "icd10-pcs-order", files: [order], release: release))
        }
        let last = try folder.write(
            OrderRows.row(1, "0SG", header: true) + OrderRows.row(2, "0SG0070"), to: "order.txt")
        _ = try await CatalogImporter(store: store).run(
            ImportRequest(format: "icd10-pcs-order", files: [last], release: "FY2026"))
        let page = try folder.write(
            "Title “x”\nSummary\n- Label: text\n  - sub\nDuration\n1 to 2 hours\n", to: "page.txt")
        _ = try await CatalogImporter(store: store).run(
            ImportRequest(format: "pages", files: [page], system: .cpt, code: "00001"))
        return store
    }

    @Test("Export, import into an empty store and export again gives the same bytes")
    func roundTrip() async throws {
        let first = try await export(filledStore())
        let file = try folder.write(first, to: "export.jsonl")
        let copy = try folder.store("copy.db")
        let report = try await CatalogImporter(store: copy).run(ImportRequest(format: "jsonl", files: [file]))
        #expect(report.rejectCount == 0)
        #expect(try await export(copy) == first)
        let again = try await CatalogImporter(store: copy).run(ImportRequest(format: "jsonl", files: [file]))
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("A release whose codes were all deleted comes back as it was")
    func emptyRelease() async throws {
        let store = try folder.store()
        let order = try folder.write(OrderRows.row(1, "0SG0070"), to: "order.txt")
        _ = try await CatalogImporter(store: store).run(
            ImportRequest(format: "icd10-pcs-order", files: [order], release: "FY2024"))
        let key = CodeKey(system: .icd10PCS, canonical: "0SG0070")
        _ = try await store.write(source: ImportSource(format: "edit", files: [])) { writer throws(CatalogError) in
            try writer.put(CodeEdit(.delete(key)))
        }
        let first = try await export(store)
        let file = try folder.write(first, to: "export.jsonl")
        let copy = try folder.store("copy.db")
        _ = try await CatalogImporter(store: copy).run(ImportRequest(format: "jsonl", files: [file]))
        #expect(try await export(copy) == first)
        #expect(String(decoding: first, as: UTF8.self).contains("FY2024"))
    }

    @Test("An export that lost its end, or anything before it, is refused")
    func cut() async throws {
        let whole = try await export(filledStore())
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        let store = try folder.store("copy.db")
        let missing = Data((lines[0..<3] + lines[4...]).joined(separator: [UInt8(ascii: "\n")]))
        for bytes in [
            whole.dropLast(20), whole.prefix(60), missing, Data(lines[1...].joined(separator: [10])),
            whole + Data("{}\n".utf8),
        ] {
            let file = try folder.write(bytes, to: "cut.jsonl")
            let error = try await #require(throws: CatalogError.self) {
                try await CatalogImporter(store: store).run(ImportRequest(format: "jsonl", files: [file]))
            }
            #expect(error.kind == .rejected)
        }
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test(
        "A malformed record is named with its line and member",
        arguments: [
            ("{", "no JSON object"), ("[]", "no JSON object"), ("{}", "no record"),
            ("{\"release\":{\"system\":\"cpt\",\"label\":\"a\"}}", "'effective' is missing in release"),
            (
                "{\"release\":{\"system\":\"cpt\",\"label\":\"a\",\"effective\":\"2024-02-30\"}}",
                "release.effective has a value"
            ),
            ("{\"page\":{\"key\":{\"system\":\"cpt\",\"code\":\"1 1\"}}}", "letters and digits"),
            ("{\"page\":{\"key\":{\"system\":\"cpt\",\"code\":7}}}", "page.key.code has a value of another type"),
            (String(repeating: "[", count: 5000), "no JSON object"),
        ])
    func malformed(record: String, words: String) async throws {
        let text = "{\"format\":\"medcodes-jsonl\",\"version\":1}\n\(record)\n{\"end\":{\"records\":1}}\n"
        let file = try folder.write(text, to: "bad.jsonl")
        let store = try folder.store()
        let error = try await #require(throws: CatalogError.self) {
            try await CatalogImporter(store: store).run(ImportRequest(format: "jsonl", files: [file]))
        }
        #expect(error.location?.line == 2)
        #expect(error.message.contains(words), "\(error)")
    }
}

/// Collects what an export writes.
final class DataBox {
    var data = Data()
}
