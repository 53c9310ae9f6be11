import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("The ICD-10-PCS index")
struct PCSIndexFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("icd10-pcs-index") }

    /// Each relation once, one path twice, one line twice; invented throughout.
    static let lines = """
        Grooming > Wing > Left\tprefix\tZ120
        Grooming > Wing > Left\tsee\tFolding, Wings > 1
        Featherectomy\tcode\tZ120XZA
        Featherectomy\tcode\tZ120XZA
        Featherectomy\tsee-also\tPlucking
        Pinion\tuse\tLeft Wing

        """

    @Test("Every relation keeps its target as it is; entries of the keys are apart from those of the index")
    func relations() async throws {
        let report = try await format.run(Self.lines)
        #expect(report.rowsRead == 6)
        #expect(report.written.added == 5)
        #expect(report.written.unresolved == 1)
        let terms = try await format.facts(.of(.icd10PCS)).map(\.value)
        let code = CodeKey(system: .icd10PCS, canonical: "Z120XZA")
        let expected: [(String, Term.TermKind, Term.Target)] = [
            ("Featherectomy", .indexEntry, .code(code)), ("Featherectomy", .indexEntry, .seeAlso("Plucking")),
            ("Grooming > Wing > Left", .indexEntry, .prefix(CodeKey(system: .icd10PCS, canonical: "Z120"))),
            ("Grooming > Wing > Left", .indexEntry, .see("Folding, Wings > 1")),
            ("Pinion", .partKey, .use("Left Wing")),
        ]
        #expect(Set(terms) == Set(expected.map { Term(text: $0, system: .icd10PCS, termKind: $1, target: $2) }))
        #expect(try await format.facts(FactQuery.to(code)).map(\.value.text) == ["Featherectomy"])
        let again = try await format.run(Self.lines)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("A code that is not there yet resolves by itself when its release is loaded")
    func resolves() async throws {
        #expect(try await format.run("A > B\tcode\t0SG0070\n").written.unresolved == 1)
        let orders = try format.folder.write(OrderRows.pcs, to: "orders.txt")
        let request = ImportRequest(format: "icd10-pcs-order", files: [orders], release: "FY2030")
        _ = try await CatalogImporter(store: format.store).run(request)
        let again = try await format.run("A > B\tcode\t0SG0070\n")
        #expect(again.written.unresolved == 0)
        #expect(again.written.unchanged == 1)
    }

    @Test("The next edition ends the entries it no longer has")
    func editions() async throws {
        _ = try await format.run(Self.lines) { $0.effective = CalendarDate("2029-10-01") }
        let next = try await format.run("Pinion\tuse\tLeft Wing\n") { $0.effective = CalendarDate("2030-10-01") }
        #expect(next.written.terminated == 4)
        #expect(try await format.facts(.of(.icd10PCS), on: "2030-09-30").count == 5)
        #expect(try await format.facts(.of(.icd10PCS), on: "2030-10-01").count == 1)
    }

    @Test(
        "A malformed line is refused with its column",
        arguments: [
            ("A\tcode", 7), ("A\tcode\tZ120XZA\tx", 17), ("\tcode\tZ120XZA", 1), ("A > > B\tsee\tC", 1),
            ("A >\tsee\tC", 1), ("A\tCode\tZ120XZA", 3), ("A\tcode\tZ120XZ", 8), ("A\tcode\tZ12OXZA", 8),
            ("A\tprefix\tZ120XZA", 10), ("A\tprefix\t", 10), ("A\tprefix\tz12", 10), ("A\tuse\t ", 7),
            ("A\u{7}\tuse\tB", 1),
        ])
    func rejects(line: String, column: Int) async throws {
        let error = try await format.failure(String(repeating: Self.lines, count: 5) + line + "\n")
        #expect(error.location?.line == 31)
        #expect(error.location?.column == column)
    }

    @Test("A file that breaks off in its last line is refused")
    func truncated() async throws {
        for count in 1..<21 {
            let error = try await format.failure(String(Self.lines.dropLast(count)))
            #expect(error.location?.line == 6)
        }
        #expect(try await format.run(Self.lines.replacing("\n", with: "\r\n")).written.added == 5)
    }
}
