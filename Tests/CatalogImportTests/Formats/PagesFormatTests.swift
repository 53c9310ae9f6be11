import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Pages format")
struct PagesFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore
    private let page =
        "Knee brace fitting (Add-on: reported together with the primary procedure)\nCPT4 code\nSummary\nA brace.\n"

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func run(_ request: ImportRequest) async throws -> ImportReport {
        try await CatalogImporter(store: store).run(request)
    }

    private func code(_ key: CodeKey) async throws -> Code? {
        let day = try #require(CalendarDate("2025-01-01"))
        let answer = try await store.lookUp([key], asOf: day, view: .full).answers[0]
        if case .found(let code) = answer { return code } else { return nil }
    }

    @Test("A page becomes a record that says whose wording it is")
    func onePage() async throws {
        let file = try folder.write(page, to: "page.txt")
        let report = try await run(ImportRequest(format: "pages", files: [file], system: .cpt, code: "0001x"))
        #expect(report.written.added == 1)
        let code = try #require(try await code(CodeKey(system: .cpt, code: "0001X")))
        #expect(code.longDescriptor.hasPrefix("Knee brace fitting (Add-on"))
        #expect(code.shortDescriptor == "Knee brace fitting")
        #expect(code.isAddOn)
        #expect(code.descriptorOrigin == .ownWording)
        #expect(code.notice.contains("not the official descriptor"))
        #expect(code.procedure?.sections.map(\.kind) == [.summary])
        let again = try await run(ImportRequest(format: "pages", files: [file], system: .cpt, code: "0001X"))
        #expect(again.written.unchanged == 1)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("An index names the code of each page, and files choose among its lines")
    func index() async throws {
        let first = try folder.write(page, to: "a.txt")
        _ = try folder.write("Other\nSummary\nText.\nOdd Heading\nMore text.\n", to: "b.txt")
        let index = try folder.write("# pages\na.txt\tcpt\t0001X\n\nb.txt\thcpcs\tG9999\n", to: "index.tsv")
        #expect(try await run(ImportRequest(format: "pages", files: [first], index: index)).rowsRead == 1)
        let report = try await run(ImportRequest(format: "pages", files: [], index: index))
        #expect(report.written.added == 1)
        #expect(report.written.unchanged == 1)
        #expect(report.notes.count == 1)
        let other = try folder.write(page, to: "c.txt")
        let error = try await #require(throws: CatalogError.self) {
            try await run(ImportRequest(format: "pages", files: [other], index: index))
        }
        #expect(error.description.contains("does not list"))
    }

    @Test(
        "A bad index is refused at its line",
        arguments: [
            ("a.txt\tcpt\n", 1, "file<TAB>system<TAB>code"), ("\na.txt\tcpx\t00001\n", 2, "no code system"),
            ("a.txt\tcpt\t0 1\n", 1, "letters and digits"), ("a.txt\tcpt\t1\nb.txt\tcpt\t1\n", 2, "on line 1 already"),
            ("a.txt cpt 1\n", 1, "file<TAB>system<TAB>code"),
        ])
    func badIndex(text: String, line: Int, words: String) async throws {
        let index = try folder.write(text, to: "index.tsv")
        let error = try await #require(throws: CatalogError.self) {
            try await run(ImportRequest(format: "pages", files: [], index: index))
        }
        #expect(error.kind == .rejected)
        #expect(error.location == .init(file: index, line: line))
        #expect(error.description.contains(words), "\(error)")
    }

    @Test("A file that is no page, or a page of another system, is refused and nothing changes")
    func refused() async throws {
        let files: [(Data, String)] = [
            (Data("Just a line\n".utf8), "no heading"), (Data(), "empty"), (Data(" \n\u{FEFF}\n".utf8), "empty"),
            (Data("Summary\n\u{0}".utf8), "NUL"), (Data([0x53, 0xFF, 0x0A]), "not UTF-8"),
            (Data([0xFE, 0xFF, 0, 0x41]), "UTF-16"), (Data(OrderRows.pcs.utf8), "use --format icd10-pcs-order"),
            (Data("Summary\n".utf8) + Data(repeating: 65, count: 1 << 20), "longer than"),
            (Data("Title\nHCPCS code\nSummary\nText.\n".utf8), "says 'HCPCS code'"),
        ]
        for (bytes, words) in files {
            let file = try folder.write(bytes, to: "page.txt")
            let error = try await #require(throws: CatalogError.self) {
                try await run(ImportRequest(format: "pages", files: [file], system: .cpt, code: "00001"))
            }
            #expect(error.kind == .rejected)
            #expect(error.description.contains(words), "\(error)")
            #expect(error.location?.file == file)
        }
        #expect(try await store.revision() == Revision(rawValue: 0))
    }
}
