import CatalogMessages
import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct SearchTests {
    private static let found = SearchAnswer(
        page: ListPage(
            [
                SearchHit(
                    key: CodeKey(system: .icd10PCS, canonical: "0DTJ4ZZ"),
                    display: "Resection of Appendix, Percutaneous Endoscopic Approach", score: 12.5,
                    matchedTerm: "Appendectomy", matchedField: .indexEntry, highlights: [0..<9, 13..<21],
                    explanation: [ScorePart("resection", contribution: 13), ScorePart("not asked", contribution: -0.5)]),
                SearchHit(
                    key: CodeKey(system: .cpt, canonical: "00001"), display: "Half an appendix",
                    score: Double(Float(3.2)),
                    status: .terminated, isAddOn: true),
            ], totalCount: 1_234),
        facets: [Facet(.system, counts: [FacetCount(value: "icd10pcs", label: "ICD-10-PCS", hitCount: 1_233)])],
        correctedQuery: "appendectomy",
        readings: [QueryReading(typed: "apendectomy", readAs: ["appendectomy"], reason: .spelling)])
    private static let terminal = Terminal(isTerminal: true, columns: 72)

    @Test("On a terminal hits are a table, under what was read differently")
    func table() async {
        let output = """
            Searched for appendectomy
            apendectomy: spelled appendectomy
            SYSTEM    CODE     DESCRIPTOR
            icd10pcs  0DTJ4ZZ  Resection of Appendix, Percutaneous Endoscopic
                               Approach (“Appendectomy”)
            cpt       00001    Half an appendix (add-on, terminated)

            Why 0DTJ4ZZ: Resection of Appendix, Percutaneous Endoscopic Approach
            13.000  resection
            -0.500  not asked
            12.500  score

            SYSTEM    CODES  MEANING
            icd10pcs   1233  ICD-10-PCS

            2 of 1234 codes

            """
        let run = await CommandRun.of(
            ["search", "apendectomy"], client: FixedClient(found: Self.found), terminal: Self.terminal)
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("Elsewhere they are tab-separated lines, and JSON is one message")
    func plain() async {
        let client = FixedClient(found: Self.found)
        let run = await CommandRun.of(["search", "appendectomy"], client: client)
        #expect(
            run.output == """
                12.5\ticd10pcs\t0DTJ4ZZ\tResection of Appendix, Percutaneous Endoscopic Approach\tAppendectomy
                3.2\tcpt\t00001\tHalf an appendix\t

                """)
        let csv = await CommandRun.of(["search", "--csv", "appendectomy"], client: client)
        #expect(
            csv.output == """
                score,system,code,descriptor,matched\r
                12.5,icd10pcs,0DTJ4ZZ,"Resection of Appendix, Percutaneous Endoscopic Approach",Appendectomy\r
                3.2,cpt,00001,Half an appendix,\r

                """)
        let json = await CommandRun.of(["search", "--json", "appendectomy"], client: client)
        #expect(json.output.hasPrefix(#"{"hits":[{"key":{"system":"CODE_SYSTEM_ICD10_PCS""#))
    }

    @Test("Words and filters are asked for as they are given")
    func request() async throws {
        let client = FixedClient(found: Self.found)
        _ = await CommandRun.of(
            [
                "search", "knee", "scope", "--system", "cpt", "--kind", "header", "--status", "not-yet-effective",
                "--no-add-on", "--billable", "--axis", "approach=4", "--axis", "approach=0", "--setting",
                "surgical-center", "--anesthesia", "local", "--duration-up-to", "30", "--limit", "5", "--facet",
                "add-on", "--explain", "--as-of", "2024-01-01",
            ], client: client)
        let request = try #require(client.searches.first)
        #expect(
            request
                == SearchCodesRequest(
                    query: "knee scope", systems: [.cpt], asOf: CalendarDate("2024-01-01"),
                    filters: SearchFilters(
                        kinds: [.header], statuses: [.notYetEffective], isBillable: true, isAddOn: false,
                        axes: [AxisFilter(axis: "approach", values: ["4", "0"])], settings: [.surgicalCenter],
                        anesthesia: [.local], durationMinutesMax: 30), facets: [.addOn], explains: true, pageSize: 5))
    }

    @Test(
        "What cannot be right is a mistake on the command line",
        arguments: [
            ["search"], ["search", "knee", "--limit", "0"], ["search", "knee", "--limit", "101"],
            ["search", "knee", "--kind", "procedure"], ["search", "knee", "--axis", "approach"],
            ["search", "knee", "--duration-up-to", "0"], ["suggest"], ["suggest", "kn", "--limit", "51"],
        ])
    func refused(arguments: [String]) async {
        #expect(await CommandRun.of(arguments).status == 64)
    }

    @Test("Completions name families with their size")
    func suggestions() async {
        let family = SearchHit(
            key: CodeKey(system: .icd10PCS, canonical: "0DTJ"), display: "Resection of Appendix", score: 1,
            familySize: 3)
        let client = FixedClient(found: SearchAnswer(page: ListPage([family], totalCount: 3)))
        let people = await CommandRun.of(["suggest", "append"], client: client, terminal: Self.terminal)
        #expect(people.output.contains("icd10pcs  0DTJ…  Resection of Appendix (3 codes)\n"))
        let programs = await CommandRun.of(["suggest", "append"], client: client)
        #expect(programs.output == "3\ticd10pcs\t0DTJ\tResection of Appendix\n")
    }

    @Test("No hit is said beside the answer, and is no line of it")
    func none() async {
        let none = CommandRun(status: 0, messages: "No code answers the query.\n")
        #expect(await CommandRun.of(["search", "xyzzy"]) == none)
        #expect(await CommandRun.of(["search", "xyzzy"], terminal: Self.terminal) == none)
        #expect(
            await CommandRun.of(["suggest", "xyzzy"]) == CommandRun(status: 0, messages: "No code begins so.\n"))
    }

    @Test("Without words and without a terminal there is nothing to search for", arguments: ["search", "suggest"])
    func nothing(command: String) async {
        let run = await CommandRun.of([command])
        #expect(run.status == 64)
        #expect(run.messages.hasPrefix("error: there is nothing to "))
    }
}
