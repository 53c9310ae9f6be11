import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct ValidateTests {
    /// Finds that X0001 and X0002 are a pair, and knows no X0003.
    private static let client = FixedClient { encounter in
        var report = FixedClient.nothing(in: encounter)
        for (place, line) in encounter.lines.enumerated() {
            report.lines[place].display = "Code \(line.key.code)"
            guard line.key.code == "X0003" else { continue }
            report.lines[place].display = ""
            report.lines[place].status = nil
            report.lines[place].issues = [
                ValidationIssue(
                    .error, .unknownCode, "HCPCS Level II X0003 is not a code of this catalog", lines: [place])
            ]
        }
        guard encounter.lines.count > 1 else { return report }
        report.issues = [
            ValidationIssue(
                .warning, .procedurePair, "not reported together", lines: [1, 0],
                suggestions: [CodeKey(system: .hcpcs, canonical: "X0009")],
                source: Provenance(
                    format: "ncci-ptp", file: "pairs.txt", release: "2025Q1",
                    period: ValidityPeriod(effective: CalendarDate("2025-01-01"))),
                modifierIndicator: .allowed, rationale: "Misuse")
        ]
        return report
    }

    @Test("The encounter is asked for as the command line says")
    func question() async {
        let client = FixedClient()
        let run = await CommandRun.of(
            [
                "validate", "--lenient", "--setting", "outpatient-hospital", "--as-of", "2025-03-14", "--system",
                "hcpcs",
                "X0001-59x2", "cpt:1",
            ], client: client)
        #expect(run.status == 0)
        let lines = [
            EncounterLine(key: CodeKey(system: .hcpcs, canonical: "X0001"), modifiers: ["59"], units: 2),
            EncounterLine(key: CodeKey(system: .cpt, canonical: "1")),
        ]
        #expect(
            client.encounters == [
                Encounter(
                    lines: lines, day: CalendarDate("2025-03-14"), isLenient: true, setting: .outpatientHospital)
            ])
    }

    @Test("On a terminal it is a table, with what was found between the lines below it")
    func page() async {
        let run = await CommandRun.of(
            ["validate", "hcpcs:X0001-59", "hcpcs:X0002x3", "hcpcs:X0003"], client: Self.client,
            terminal: Terminal(isTerminal: true, columns: 100))
        let output = """
            LINE  SYSTEM  CODE      RESULT   STATUS   DESCRIPTOR, ISSUES
               1  hcpcs   X0001-59  valid    active   Code X0001
               2  hcpcs   X0002x3   valid    active   Code X0002
               3  hcpcs   X0003     invalid  unknown  error UNKNOWN_CODE: HCPCS Level II X0003 is not a code of
                                                      this catalog

            • warning PROCEDURE_PAIR, lines 2 and 1: not reported together (ncci-ptp 2025Q1; pairs.txt;
              effective 2025-01-01; Misuse; see HCPCS Level II X0009)
            Not valid: 1 error, 1 warning

            """
        #expect(run == CommandRun(status: 2, output: output, messages: "error: the encounter is not valid\n"))
    }

    @Test("Elsewhere it is a line for each issue, and for each code without one")
    func rows() async {
        let run = await CommandRun.of(["validate", "hcpcs:X0001", "hcpcs:X0003"], client: Self.client)
        let output = """
            \t1\thcpcs:X0001\tvalid\tactive\tCode X0001\t\t\t\t\t\t\t\t\t
            \t2\thcpcs:X0003\tinvalid\tunknown\t\terror\tUNKNOWN_CODE\tHCPCS Level II X0003 is not a code of this catalog\t\t\t\t\t\t
            \t2,1\thcpcs:X0003,hcpcs:X0001\tvalid\t\t\twarning\tPROCEDURE_PAIR\tnot reported together\thcpcs:X0009\tncci-ptp\tpairs.txt\t2025Q1\t2025-01-01\t

            """
        #expect(run.output == output)
        #expect(run.status == 2)
    }

    @Test("With --json it is one line per encounter; a warning leaves it valid")
    func json() async {
        let run = await CommandRun.of(["validate", "--json", "hcpcs:X0001", "hcpcs:X0002"], client: Self.client)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix(#"{"result":true,"items":[{"item":{"key":{"system":"CODE_SYSTEM_HCPCS","#))
        #expect(run.output.contains(#""rule":"VALIDATION_RULE_PROCEDURE_PAIR""#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("With --each every code is a call of its own, numbered on")
    func each() async {
        let client = FixedClient(findings: FixedClient.nothing)
        let run = await CommandRun.of(["validate", "--each", "hcpcs:X0001", "hcpcs:X0002"], client: client)
        #expect(client.encounters.map(\.lines.count) == [1, 1])
        #expect(run.output.split(separator: "\n").map { $0.dropFirst().prefix(1) } == ["1", "2"])
        let invalid = await CommandRun.of(["validate", "--each", "hcpcs:X0003", "hcpcs:X0001"], client: Self.client)
        #expect(invalid.messages == "error: 1 of 2 encounters are not valid\n")
    }

    @Test("A word that is no code is named")
    func mistake() async {
        let run = await CommandRun.of(["validate", "cpt:1", "22849"], client: Self.client)
        let message = "error: '22849': no code system is named; write it as SYSTEM:CODE, or give --system\n"
        #expect(run == CommandRun(status: 64, messages: message))
    }

    @Test("A file that is not there is a failure of this machine")
    func noFile() async {
        let run = await CommandRun.of(["validate", "--encounters", "/no/such/file"], client: Self.client)
        #expect(run.status == 1)
        #expect(run.messages.hasPrefix("error: cannot read /no/such/file: No such file"))
    }

    @Test("Each rule has the name it has in the contract")
    func identifiers() {
        #expect(ValidationRule.addOnWithoutPrimary.identifier == "ADD_ON_WITHOUT_PRIMARY")
        #expect(ValidationRule.unknownCode.identifier == "UNKNOWN_CODE")
    }
}
