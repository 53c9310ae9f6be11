import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("Synonyms")
struct SynonymsFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("synonyms") }

    static let table = """
        term,system,code,prefix,use,effective,retired
        tennis elbow,,icd10cm:q99.91,,,,
        bad back,icd10cm,,Q99,,2024-01-01,2025-01-01
        "water pill, any",,,,diuretic,,
        keyhole,cpt,,,laparoscopic,,

        """

    private func terms(_ system: CodeSystem) async throws -> [Term] {
        try await format.store.read { reader throws(CatalogError) in try reader.facts(.of(system)).map(\.value) }
    }

    @Test("Terms lead to codes, prefixes and other words")
    func targets() async throws {
        let report = try await format.run(Self.table, file: "words.csv")
        #expect(report.rowsRead == 4 && report.rejectCount == 0)
        let year = ValidityPeriod(effective: CalendarDate("2024-01-01"), terminated: CalendarDate("2025-01-01"))
        #expect(
            try await terms(.icd10CM) == [
                Term(
                    text: "bad back", system: .icd10CM, termKind: .synonym,
                    target: .prefix(CodeKey(system: .icd10CM, canonical: "Q99")), period: year),
                Term(
                    text: "tennis elbow", system: .icd10CM, termKind: .synonym,
                    target: .code(CodeKey(system: .icd10CM, canonical: "Q9991"))),
                Term(text: "water pill, any", system: .icd10CM, termKind: .synonym, target: .use("diuretic")),
            ])
        #expect(try await terms(.cpt).map(\.text) == ["keyhole", "water pill, any"])
        for system in CodeSystem.known { #expect(try await terms(system).contains { $0.text == "water pill, any" }) }
        let again = try await format.run(Self.table, file: "words.csv")
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("A file of the same name replaces what it held, and no other file's synonyms")
    func replacement() async throws {
        _ = try await format.run(Self.table, file: "words.csv")
        _ = try await format.run("term,code\nhousemaid's knee,icd10cm:Q99.92\n", file: "more.csv")
        #expect(try await terms(.icd10CM).count == 4)
        _ = try await format.run("term,code\ngolfer's elbow,icd10cm:Q99.93\n", file: "WORDS.csv")
        let day = try #require(CalendarDate("2030-01-01"))
        let now = try await format.store.read { reader throws(CatalogError) in
            try reader.facts(FactQuery<Term>.of(.icd10CM).on(day)).map { ($0.value.text, $0.edition.files) }
        }
        #expect(now.map(\.0) == ["golfer's elbow", "housemaid's knee"])
        #expect(now.map(\.1) == [["WORDS.csv"], ["more.csv"]])
    }

    @Test(
        "A row that cannot be right is rejected with line and column",
        arguments: [
            (",,icd10cm:Q99,,", "term is empty", 1), ("x,,,,", "leads to nothing", 1),
            ("x,,icd10cm:Q99,,y", "leads to code and to use", 17), ("x,cpt,icd10cm:Q99,,", "another system", 7),
            ("x,nope,Q99,,", "no code system", 3), ("x,,Q99,,", "is no code", 4), ("x,,,icd10cm:Q/9,", "is no code", 5),
        ])
    func rejects(row: String, words: String, column: Int) async throws {
        let error = try await format.failure("term,system,code,prefix,use\nok,,icd10cm:Q99,,\n\(row)\n")
        #expect(error.message.contains(words), "\(error)")
        #expect(error.location?.line == 3 && error.location?.column == column)
    }
}
