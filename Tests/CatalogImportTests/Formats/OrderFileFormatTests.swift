import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Order files")
struct OrderFileFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore
    private let day = CalendarDate(year: 2024, month: 11, day: 1)

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func importing(
        _ text: some Sequence<UInt8>, format: String = "icd10-pcs-order", release: String? = "FY2025",
        rejectCountMax: Int = 0,
        dryRun: Bool = false
    ) async throws -> ImportReport {
        let path = try folder.write(text, to: "order.txt")
        let request = ImportRequest(
            format: format, files: [path], release: release, dryRun: dryRun, rejectCountMax: rejectCountMax)
        return try await CatalogImporter(store: store).run(request)
    }

    private func code(_ system: CodeSystem, _ code: String) async throws -> Code? {
        let key = try CodeKey(system: system, code: code)
        let answer = try await store.lookUp([key], asOf: #require(day), view: .full).answers[0]
        if case .found(let code) = answer { return code } else { return nil }
    }

    @Test("Rows become codes and headers, each under the nearest shorter code listed")
    func codes() async throws {
        let report = try await importing(OrderRows.cm.utf8, format: "icd10-cm-order")
        #expect(report.written.added == 5)
        #expect(report.rowsRead == 5)
        let code = try #require(try await code(.icd10CM, "e11.65xa"))
        #expect(code.parent?.code == "E11")
        #expect(code.release == Release(label: "FY2025", effective: try #require(CalendarDate("2024-10-01"))))
        #expect(try await self.code(.icd10CM, "E11")?.kind == .header)
        #expect(code.longDescriptor == "Long text")
        #expect(code.shortDescriptor == "Short text")
    }

    @Test("A category may have a letter in second place, as ICD-10-CM has them since FY2026")
    func letteredCategory() async throws {
        let text = OrderRows.row(1, "QX0", header: true) + OrderRows.row(2, "QX00101")
        _ = try await importing(text.utf8, format: "icd10-cm-order")
        #expect(try await code(.icd10CM, "QX0.0101")?.parent?.code == "QX0")
    }

    @Test("The same file again changes nothing; a next release ends what it no longer lists")
    func releases() async throws {
        _ = try await importing(OrderRows.pcs.utf8)
        let again = try await importing(OrderRows.pcs.utf8)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        #expect(again.written.unchanged == 5)
        let next = OrderRows.row(1, "0SG", header: true) + OrderRows.row(2, "0SG0070", long: "New text")
        let report = try await importing(next.utf8, release: "FY2026")
        #expect(report.written.terminated == 3)
        #expect(try await code(.icd10PCS, "0SG0071") != nil, "it is still valid in the release before")
        let key = try CodeKey(system: .icd10PCS, code: "0SG0071")
        let later = try await store.lookUp([key], asOf: #require(CalendarDate("2025-10-01")), view: .basic).answers[0]
        guard case .absent(let absence) = later else { throw TestFailure() }
        #expect(absence.reason == .terminated)
        #expect(absence.terminated == CalendarDate("2025-10-01"))
    }

    @Test("A dry run reports the same and changes nothing")
    func dryRun() async throws {
        let report = try await importing(OrderRows.pcs.utf8, dryRun: true)
        #expect(report.written.outcome == .rehearsed)
        #expect(report.written.added == 5)
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("Byte order mark, CR LF and a bare CR at the end are fine")
    func lineEnds() async throws {
        let text = "\u{FEFF}" + OrderRows.pcs.replacing("\n", with: "\r\n")
        let report = try await importing(text.utf8.dropLast())
        #expect(report.written.added == 5)
    }

    @Test("Columns count characters where the file is UTF-8")
    func columnsCountCharacters() async throws {
        let text =
            OrderRows.row(1, "H81", header: true, short: "Ménière's", long: "Ménière's disease")
            + OrderRows.row(2, "H810")
        _ = try await importing(text.utf8, format: "icd10-cm-order")
        #expect(try await code(.icd10CM, "H81")?.longDescriptor == "Ménière's disease")
    }

    @Test("Order numbers that jump are noted, with the line, and nothing is refused")
    func jumpingOrderNumbers() async throws {
        let text = OrderRows.row(1, "0SG", header: true) + OrderRows.row(3, "0SG0070") + OrderRows.row(2, "0SG0071")
        let report = try await importing(text.utf8)
        #expect(report.written.added == 3)
        #expect(report.notes.count == 1 && report.notes[0].contains(":2: the order numbers jump here"))
    }

    /// A malformed second or last row, the line and column it is rejected at, and a word of the reason.
    private static let malformedRows: [(String, Int, Int, String)] = [
        (OrderRows.row(2, "0SG007I"), 2, 7, "no ICD-10-PCS code"),
        (OrderRows.row(2, "0SG00"), 2, 7, "no ICD-10-PCS code"),
        (OrderRows.row(2, "0sg0070"), 2, 7, "capital letters"),
        (OrderRows.row(2, "0SG 070"), 2, 7, "capital letters"),
        (OrderRows.row(2, "0SG", header: true), 2, 7, "on line 1 already"),
        (OrderRows.row(2, "0SG0070", long: ""), 2, 78, "78"),
        (OrderRows.row(2, "0SG0070", long: "  "), 2, 78, "empty"),
        (OrderRows.row(2, "0SG0070", long: "a\u{7}b"), 2, 79, "control"),
        (OrderRows.row(2, "0SG0070", short: "a\tb"), 2, 18, "control"),
        (OrderRows.row(2, "0SG0070", short: String(repeating: "x", count: 61)), 2, 77, "column 77"),
        ("00002 0SG0070 2" + OrderRows.row(2, "0SG0070").dropFirst(15), 2, 15, "flag"),
        ("0000x 0SG0070 1" + OrderRows.row(2, "0SG0070").dropFirst(15), 2, 1, "order number"),
        ("00002  0SG007 1" + OrderRows.row(2, "0SG0070").dropFirst(15), 2, 7, "capital letters"),
        ("00002 0SG0070 1\n", 2, 16, "15 columns"),
        (String(OrderRows.row(2, "0SG0070").dropLast()), 2, 87, "breaks off"),
    ]

    @Test("A malformed row is rejected with line, column and reason, and nothing changes", arguments: malformedRows)
    func malformed(row: String, line: Int, column: Int, reason: String) async throws {
        let text = OrderRows.row(1, "0SG", header: true) + row
        let error = try await #require(throws: CatalogError.self) { try await importing(text.utf8) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == line)
        #expect(error.location?.column == column)
        #expect(error.message.contains(reason), "\(error)")
        #expect(try await store.revision() == Revision(rawValue: 0))
        let report = try await importing(text.utf8, rejectCountMax: 1)
        #expect(report.rejectCount == 1)
        #expect(report.rejects[0].location.line == line)
        #expect(report.written.added == 1)
    }

    @Test("Latin-1 is refused and told how to convert")
    func latin1() async throws {
        let text = OrderRows.row(1, "H81", header: true, long: "M?ni?re") + OrderRows.row(2, "H810")
        let bytes = text.utf8.map { $0 == UInt8(ascii: "?") ? 0xE9 : $0 }
        let error = try await #require(throws: CatalogError.self) {
            try await importing(bytes, format: "icd10-cm-order")
        }
        #expect(error.location?.column == 79)
        #expect(error.description.contains("iconv"))
    }

    @Test("What is no order file at all is named, with what to do")
    func wrongFiles() async throws {
        let files: [(Data, String)] = [
            (Data(), "the file is empty"), (Data(OrderRows.cm.utf8), "use --format icd10-cm-order"),
            (Data([0x50, 0x4B, 3, 4, 0, 0]), "a zip archive"),
            (Data("<?xml version=\"1.0\"?>".utf8), "an XML document"),
            (Data("Summary\nA page.\n".utf8), "use --format pages"), (Data([1, 2, 0, 3]), "NUL"),
            (Data([0xFF, 0xFE, 0x30, 0]), "UTF-16"), (Data(repeating: 65, count: 100_000), "longer than"),
            (Data("{\"format\":\"medcodes-jsonl\",\"version\":1}\n".utf8), "use --format jsonl"),
        ]
        for (bytes, words) in files {
            let error = try await #require(throws: CatalogError.self) { try await importing(bytes) }
            #expect(error.kind == .rejected)
            #expect(error.description.contains(words), "\(error)")
            #expect(error.location?.file.hasSuffix("order.txt") == true)
        }
        let error = try await #require(throws: CatalogError.self) {
            try await importing(OrderRows.pcs.utf8, format: "icd10-cm-order")
        }
        #expect(error.description.contains("use --format icd10-pcs-order"))
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("Options that are missing, contradictory or another format's are refused")
    func options() async throws {
        let date = CalendarDate("2024-10-01")
        let requests = [
            ImportRequest(format: "icd10-pcs-order", files: ["f"]),
            ImportRequest(format: "icd10-pcs-order", files: ["f"], release: "spring"),
            ImportRequest(format: "icd10-pcs-order", files: ["f"], release: "FY2024", effective: date),
            ImportRequest(format: "icd10-pcs-order", files: ["f", "g"], release: "FY2024"),
            ImportRequest(format: "icd10-pcs-order", files: [], release: "FY2024"),
            ImportRequest(format: "icd10-pcs-order", files: ["f"], code: "0SG0070", release: "FY2024"),
            ImportRequest(format: "pages", files: ["f"]),
            ImportRequest(format: "pages", files: ["f"], system: .cpt, code: "2 2"),
            ImportRequest(format: "jsonl", files: ["f"], effective: date), ImportRequest(format: "mp3", files: ["f"]),
            ImportRequest(format: "jsonl", files: ["f"], rejectCountMax: -1),
            ImportRequest(format: "icd10-pcs-order", files: ["/no/such/file"], release: "FY2024"),
            ImportRequest(format: "icd10-pcs-order", files: ["/"], release: "FY2024"),
        ]
        for request in requests {
            let error = try await #require(throws: CatalogError.self) {
                try await CatalogImporter(store: store).run(request)
            }
            #expect(error.kind == .invalidArgument, "\(request): \(error)")
            #expect(!error.remedy.isEmpty)
        }
    }

    @Test(
        "Fiscal years and their first days imply each other",
        arguments: [
            ("FY2025", nil, "FY2025", "2024-10-01"), ("fy 2024", nil, "fy 2024", "2023-10-01"),
            (nil, "2024-10-01", "FY2025", "2024-10-01"), (nil, "2024-04-01", "2024-04-01", "2024-04-01"),
            ("FY2024", "2024-04-01", "FY2024", "2024-04-01"), ("spring", "2024-04-01", "spring", "2024-04-01"),
        ] as [(String?, String?, String, String)])
    func labels(label: String?, effective: String?, expectedLabel: String, expectedDay: String) throws {
        let release = try ReleaseLabel.release(label: label, effective: effective.flatMap { CalendarDate($0) })
        #expect(release.label == expectedLabel)
        #expect(release.effective.description == expectedDay)
    }
}
