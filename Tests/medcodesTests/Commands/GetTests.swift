import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct GetTests {
    private static let client = FixedClient(codes: [Samples.diabetes])

    @Test("A code is asked for as the command line says")
    func question() async {
        let client = FixedClient(codes: [Samples.diabetes])
        _ = await CommandRun.of(["get", "icd10cm", "e11.9"], client: client)
        _ = await CommandRun.of(
            ["get", "--view", "basic", "ICD-10-CM", "E119", "--as-of", "2024-10-01"], client: client)
        let key = Samples.diabetes.key
        #expect(
            client.questions == [
                .init(keys: [key], day: nil, view: .full),
                .init(keys: [key], day: CalendarDate("2024-10-01"), view: .basic),
            ])
    }

    @Test("A code without a page is its descriptor and one line")
    func plain() async {
        let output = """
            Type 2 diabetes mellitus without complications
            ICD-10-CM E11.9 · billable · effective 2024-10-01 · release FY2025 of 2024-10-01

            """
        #expect(
            await CommandRun.of(["get", "icd10cm", "E11.9"], client: Self.client)
                == CommandRun(status: 0, output: output))
    }

    @Test("JSON is one line for programs and indented for people")
    func json() async {
        let line = await CommandRun.of(["get", "--json", "icd10cm", "E11.9"], client: Self.client)
        #expect(line.output.filter { $0 == "\n" }.count == 1)
        #expect(line.output.hasPrefix(#"{"key":{"system":"CODE_SYSTEM_ICD10_CM","code":"E11.9","#))
        let terminal = Terminal(isTerminal: true, columns: 80, usesColor: true)
        let indented = await CommandRun.of(
            ["get", "--json", "icd10cm", "E11.9"], client: Self.client, terminal: terminal)
        #expect(indented.output.hasPrefix("{\n  \"key\": {\n    \"system\": \"CODE_SYSTEM_ICD10_CM\",\n"))
        #expect(indented.output.filter { $0 != "\n" && $0 != " " } == line.output.filter { $0 != "\n" && $0 != " " })
    }

    @Test("JSON cannot command the terminal either, and loses nothing")
    func hostileJSON() async {
        let code = Code(key: Samples.diabetes.key, longDescriptor: "a\u{9B}2J\u{1B}[2J\u{7F}\u{202E}b")
        let run = await CommandRun.of(["get", "--json", "icd10cm", "E11.9"], client: FixedClient(codes: [code]))
        #expect(run.output.contains(#""longDescriptor":"a\u009b2J\u001b[2J\u007f\u202eb""#))
    }

    @Test("A code that is not there is an error of status 69 and prints nothing")
    func absent() async {
        let expected = CommandRun(status: 69, messages: "error: CPT 99999 is not a code of this catalog\n")
        #expect(await CommandRun.of(["get", "cpt", "99999"], client: Self.client) == expected)
    }
}
