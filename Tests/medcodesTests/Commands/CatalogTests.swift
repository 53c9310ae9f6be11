import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct CatalogTests {
    private static func client() throws -> FixedClient {
        let first = try #require(CalendarDate("2023-10-01"))
        let second = try #require(CalendarDate("2024-10-01"))
        return FixedClient(
            summary: CatalogSummary(
                revision: Revision(rawValue: 3), committedAt: 1_763_717_801,
                systems: [
                    SystemSummary(
                        system: .cpt, codeCount: 69, headerCount: 0, modifierCount: 0, procedureCount: 69, releases: [],
                        licenceNotice: "CPT is a registered trademark of the American Medical Association."),
                    SystemSummary(
                        system: .icd10PCS, codeCount: 78_948, headerCount: 305, modifierCount: 0, procedureCount: 0,
                        releases: [
                            ReleaseSummary(
                                release: Release(label: "FY2024", effective: first), superseded: second, rowCount: 1),
                            ReleaseSummary(
                                release: Release(label: "FY2025", effective: second), superseded: nil, rowCount: 2),
                        ]),
                ],
                editions: [
                    EditionSummary(
                        edition: FactEdition(scope: FactScope(format: "aoc"), label: "2025"),
                        counts: [FactCount(kind: .addOn, factCount: 12, unresolvedCodeCount: 3)]),
                    EditionSummary(
                        edition: FactEdition(
                            scope: FactScope(format: "ncci-ptp", part: "practitioner"), label: "2024Q4",
                            effective: second),
                        superseded: CalendarDate("2025-01-01")),
                ]))
    }

    @Test("On a terminal the catalog is a page that fits")
    func page() async throws {
        let run = await CommandRun.of(
            ["catalog"], client: try Self.client(), terminal: Terminal(isTerminal: true, columns: 76))
        let output = """
            Catalog revision 3, committed 2025-11-21 09:36:41 UTC

            SYSTEM    CODES  HEADERS  MODIFIERS  PROCEDURES  RELEASES
            cpt          69        0          0          69  
            icd10pcs  78948      305          0           0  FY2024 (2023-10-01), FY2025
                                                             (2024-10-01)

            FORMAT    PART          KIND    FACTS     NOT  EFFECTIVE   SUPERSEDED  EDITION
                                                   LOADED\(String(repeating: " ", count: 26))
            aoc                     add-on     12       3                          2025
                                    codes\(String(repeating: " ", count: 42))
            ncci-ptp  practitioner                         2024-10-01  2025-01-01  2024Q4

            CPT: CPT is a registered trademark of the American Medical Association.

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("Elsewhere it is tab-separated lines")
    func plain() async throws {
        let output = """
            cpt\t69\t0\t0\t69\t
            icd10pcs\t78948\t305\t0\t0\tFY2024 (2023-10-01), FY2025 (2024-10-01)

            """
        #expect(await CommandRun.of(["catalog"], client: try Self.client()) == CommandRun(status: 0, output: output))
    }

    @Test("Elsewhere editions are tab-separated lines, one for each kind of fact in them")
    func editions() async throws {
        let run = await CommandRun.of(["catalog", "--editions"], client: try Self.client())
        let output = """
            aoc\t\tadd-on codes\t12\t3\t\t\t2025
            ncci-ptp\tpractitioner\t\t\t\t2024-10-01\t2025-01-01\t2024Q4

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("An empty catalog says what to do")
    func empty() async {
        let output = """
            Catalog revision 0

            Nothing is loaded; load a code set with medcodesd import.

            """
        #expect(
            await CommandRun.of(["catalog"], terminal: Terminal(isTerminal: true))
                == CommandRun(status: 0, output: output))
    }

    @Test(
        "A commit time no calendar has is told as it is",
        arguments: [
            (Int64.min, "-9223372036854775808"), (.max, "9223372036854775807"), (-1, "1969-12-31 23:59:59 UTC"),
            (0, "1970-01-01 00:00:00 UTC"),
        ])
    func times(seconds: Int64, words: String) {
        let summary = CatalogSummary(revision: Revision(rawValue: 1), committedAt: seconds, systems: [])
        #expect(CatalogPage.lines(of: summary, columns: 80)[0].plainText == "Catalog revision 1, committed \(words)")
    }
}
