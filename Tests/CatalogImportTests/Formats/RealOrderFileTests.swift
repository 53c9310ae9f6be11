import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("The real order files")
struct RealOrderFileTests {
    @Test(
        "All rows are taken over, and again without a change",
        arguments: [
            ("icd10-pcs-order", "icd10pcs_order.txt.gz", "2024-04-01", 78_638, 615),
            ("icd10-cm-order", "icd10cm_order.txt.gz", "2024-10-01", 74_260, 23_324),
        ])
    func allRows(format: String, file: String, effective: String, codes: Int, headers: Int) async throws {
        guard let path = SharedFiles.path("data/\(file)") else { return }
        let folder = try TestFolder()
        let store = try folder.store()
        let request = ImportRequest(format: format, files: [path], effective: CalendarDate(effective))
        let report = try await CatalogImporter(store: store).run(request)
        #expect(report.rowsRead == codes + headers)
        #expect(report.written.added == codes + headers)
        let system = try #require(try await store.summary().systems.first)
        #expect(system.codeCount == codes)
        #expect(system.headerCount == headers)
        let again = try await CatalogImporter(store: store).run(request)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        try await store.close()
    }

    @Test("A file given to the other system's importer is named")
    func swapped() async throws {
        guard let path = SharedFiles.path("data/icd10pcs_order.txt.gz") else { return }
        let store = try TestFolder().store()
        let request = ImportRequest(format: "icd10-cm-order", files: [path], release: "FY2024")
        let error = try await #require(throws: CatalogError.self) {
            try await CatalogImporter(store: store).run(request)
        }
        #expect(error.description.contains("use --format icd10-pcs-order"))
    }

    @Test("A gzip file cut off anywhere changes nothing")
    func truncated() async throws {
        guard let path = SharedFiles.path("data/icd10cm_order.txt.gz") else { return }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let folder = try TestFolder()
        let store = try folder.store()
        for count in [1, 2, 12, 100_000, bytes.count - 1] {
            let cut = try folder.write(bytes.prefix(count), to: "cut.gz")
            let request = ImportRequest(format: "icd10-cm-order", files: [cut], release: "FY2025")
            let error = try await #require(throws: CatalogError.self) {
                try await CatalogImporter(store: store).run(request)
            }
            #expect(error.kind == .rejected)
        }
        #expect(try await store.revision() == Revision(rawValue: 0))
    }
}
