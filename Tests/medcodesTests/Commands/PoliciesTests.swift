import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct PoliciesTests {
    private static let client = FixedClient(codes: [
        Code(
            key: CodeKey(system: .cpt, canonical: "22849"), longDescriptor: "Reinsertion",
            policies: [
                Policy(
                    payer: "A plan", number: "S-1", title: "Spine", type: "medical policy",
                    url: "https://example.org/1",
                    jurisdictions: ["NY", "NJ"],
                    period: ValidityPeriod(
                        effective: CalendarDate("2024-01-01"), terminated: CalendarDate("2026-01-01")),
                    coverage: "Covered.", priorAuthorization: "Required.", isSample: true),
                Policy(payer: "B plan", number: "7", title: "Hardware"),
            ]),
        Samples.diabetes,
    ])

    @Test("On a terminal policies are a table")
    func table() async {
        let output = """
            PAYER   NUMBER  TYPE            EFFECTIVE   ENDED       TITLE
            A plan  S-1     medical policy  2024-01-01  2026-01-01  Spine (sample, not a
                                                                    real policy)
            B plan  7                                               Hardware

            """
        let run = await CommandRun.of(
            ["policies", "cpt", "22849"], client: Self.client, terminal: Terminal(isTerminal: true, columns: 78))
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("Elsewhere they are tab-separated lines with all that they say")
    func plain() async {
        let first = [
            "A plan", "S-1", "medical policy", "Spine", "2024-01-01", "2026-01-01", "NY;NJ", "Covered.", "Required.",
            "https://example.org/1", "sample",
        ]
        let second = ["B plan", "7", "", "Hardware"] + Array(repeating: "", count: 7)
        let output = [first, second].map { $0.joined(separator: "\t") + "\n" }
        #expect(
            await CommandRun.of(["policies", "cpt", "22849"], client: Self.client)
                == CommandRun(status: 0, output: output.joined()))
        #expect(
            await CommandRun.of(["policies", "cpt", "22849", "--payer", "B plan"], client: Self.client)
                == CommandRun(status: 0, output: output[1]))
    }

    @Test("JSON is one message of all policies")
    func json() async {
        let output = """
            {"policies":[{"payer":"B plan","number":"7","title":"Hardware"}],"totalSize":"1"}

            """
        let run = await CommandRun.of(
            ["policies", "--json", "cpt", "22849", "--payer", "B plan"], client: Self.client)
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("No policy is said beside the answer, and is no line of it")
    func none() async {
        let none = CommandRun(status: 0, messages: "No policy about the code applies on that day.\n")
        let terminal = Terminal(isTerminal: true, columns: 80)
        #expect(
            await CommandRun.of(["policies", "icd10cm", "E11.9"], client: Self.client, terminal: terminal) == none)
        #expect(await CommandRun.of(["policies", "icd10cm", "E11.9"], client: Self.client) == none)
    }

    @Test("A code that is not there, or is none, is an error")
    func refused() async {
        #expect(await CommandRun.of(["policies", "cpt", "99999"], client: Self.client).status == 69)
        #expect(await CommandRun.of(["policies", "cpt", "a/b"], client: Self.client).status == 64)
    }
}
