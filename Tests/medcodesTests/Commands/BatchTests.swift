import CatalogModel
import CommandLineSupport
import Foundation
import Testing

@testable import medcodes

@Suite struct BatchTests {
    private static let client = FixedClient(codes: [Samples.diabetes, Samples.header])

    /// Runs `batch` over a key file.
    private static func batch(_ arguments: [String] = [], keys: String, client: FixedClient) async throws -> CommandRun
    {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)")
        try Data(keys.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var run = await CommandRun.of(["batch", "--file", file.path] + arguments, client: client)
        run.messages = run.messages.replacing(file.path, with: "keys")
        return run
    }

    @Test("Elsewhere than on a terminal a batch is tab-separated lines, and an unknown code does not fail it")
    func plain() async {
        let run = await CommandRun.of(["batch", "icd10cm:e11.9", "icd10pcs:0SG", "cpt:99999"], client: Self.client)
        let output = """
            icd10cm\tE11.9\tbillable\tType 2 diabetes mellitus without complications
            icd10pcs\t0SG\theader\tLower Joints, Fusion
            cpt\t99999\tunknown\tCPT 99999 is not a code of this catalog

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("On a terminal a batch is a table that fits")
    func table() async {
        let run = await CommandRun.of(
            ["batch", "--system", "icd10cm", "E119", "icd10pcs:0SG", "cpt:99999"], client: Self.client,
            terminal: Terminal(isTerminal: true, columns: 60))
        let output = """
            SYSTEM    CODE   STATUS    DESCRIPTOR
            icd10cm   E11.9  billable  Type 2 diabetes mellitus without
                                       complications
            icd10pcs  0SG    header    Lower Joints, Fusion
            cpt       99999  unknown   CPT 99999 is not a code of this
                                       catalog

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("With --json each answer is one line of proto3 JSON, on terminals too")
    func json() async {
        let run = await CommandRun.of(
            ["--json", "batch", "icd10pcs:0SG", "cpt:99999"], client: Self.client,
            terminal: Terminal(isTerminal: true, columns: 60, usesColor: true))
        let output = """
            {"key":{"system":"CODE_SYSTEM_ICD10_PCS","code":"0SG","systemUri":"http://www.cms.gov/Medicare/Coding/ICD10"},"code":{"key":{"system":"CODE_SYSTEM_ICD10_PCS","code":"0SG","systemUri":"http://www.cms.gov/Medicare/Coding/ICD10"},"kind":"CODE_KIND_HEADER","longDescriptor":"Lower Joints, Fusion","descriptorOrigin":"DESCRIPTOR_ORIGIN_OFFICIAL","status":"CODE_STATUS_ACTIVE"}}
            {"key":{"system":"CODE_SYSTEM_CPT","code":"99999","systemUri":"http://www.ama-assn.org/go/cpt"},"absence":{"reason":"ABSENCE_REASON_UNKNOWN_CODE","message":"CPT 99999 is not a code of this catalog"}}

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("The full view is one page per code")
    func pages() async {
        let run = await CommandRun.of(["batch", "--view", "full", "icd10pcs:0SG", "cpt:99999"], client: Self.client)
        let output = """
            Lower Joints, Fusion
            ICD-10-PCS 0SG · header, not billable

            ────────────────────────

            CPT 99999: CPT 99999 is not a code of this catalog

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("With --strict a code that is not there fails the run after all rows")
    func strict() async {
        let run = await CommandRun.of(["batch", "--strict", "cpt:99999", "icd10cm:E11.9"], client: Self.client)
        #expect(run.status == 69)
        #expect(run.output.split(separator: "\n").count == 2)
        #expect(run.messages == "error: 1 of 2 codes are not there\n")
    }

    @Test("More keys than a request may hold become several requests, in order")
    func splitting() async throws {
        let client = FixedClient()
        let lines = (0..<2500).map { "\(10_000 + $0)" }
        let run = try await Self.batch(
            ["--system", "cpt", "--as-of", "2024-10-01"], keys: lines.joined(separator: "\n"), client: client)
        #expect(client.questions.map(\.keys.count) == [1000, 1000, 500])
        #expect(client.questions.allSatisfy { $0.day == CalendarDate("2024-10-01") && $0.view == .basic })
        #expect(client.questions.flatMap(\.keys).map(\.code) == lines)
        #expect(run.output.split(separator: "\n").map { $0.split(separator: "\t")[1] } == lines.map { $0[...] })
    }

    @Test("A key file skips blank lines and comments")
    func comments() async throws {
        let run = try await Self.batch(keys: "# spine\n\nicd10pcs\t0sg\r\n", client: Self.client)
        #expect(run == CommandRun(status: 0, output: "icd10pcs\t0SG\theader\tLower Joints, Fusion\n"))
    }

    @Test("A line that is no key stops the run with its number, before anything of its lot is asked")
    func badLine() async throws {
        let client = FixedClient()
        let run = try await Self.batch(keys: "cpt\t22849\n\n22850\n", client: client)
        let message = "error: keys:3: no code system is named; write it as SYSTEM:CODE, or give --system\n"
        #expect(run == CommandRun(status: 64, messages: message))
        #expect(client.questions.isEmpty)
    }

    @Test("A word that is no key is quoted")
    func badWord() async {
        let run = await CommandRun.of(["batch", "cpt:2284\u{1B}9"])
        let message =
            "error: 'cpt:2284␛9': a CPT code has letters and digits only; check the code for stray characters\n"
        #expect(run == CommandRun(status: 64, messages: message))
    }

    @Test("A key file that is not there is named")
    func missingFile() async {
        let run = await CommandRun.of(["batch", "--file", "/no/such/keys"])
        let message =
            "error: cannot read /no/such/keys: No such file or directory; check the name and the permissions\n"
        #expect(run == CommandRun(status: 1, messages: message))
    }
}
