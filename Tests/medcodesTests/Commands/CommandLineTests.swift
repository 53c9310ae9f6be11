import ArgumentParser
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct CommandLineTests {
    @Test(
        "A misspelled command or flag is one line with the nearest one",
        arguments: [
            (["gte", "cpt", "22849"], "error: Unknown command 'gte'. Did you mean 'get'?"),
            (["--sever", "x"], "error: Unknown option '--sever'. Did you mean '--server'?"),
            (["get", "cpt", "22849", "--as-off", "x"], "error: Unknown option '--as-off'. Did you mean '--as-of'?"),
            (["get", "cpt"], "error: Missing expected argument '<code>'"),
            (["get", "cpt", "22849", "x"], "error: Unexpected argument 'x'"),
            (
                ["get", "icd11", "1A00"],
                "error: The value 'icd11' is invalid for '<system>'. Please provide one of 'cpt', 'hcpcs', 'icd10pcs', 'icd10cm' or 'icd9pcs'."
            ),
            (
                ["get", "cpt", "22 849!"],
                "error: '22 849!': a CPT code has letters and digits only; check the code for stray characters"
            ),
            (
                ["get", "--as-of", "2023-02-29", "cpt", "22849"],
                "error: The value '2023-02-29' is invalid for '--as-of <day>': Give a day as YYYY-MM-DD, or today."
            ),
            (
                ["--timeout", "0", "health"],
                "error: The value '0' is invalid for '--timeout <duration>': Give a duration such as 500ms, 10s or 2m."
            ),
            (["--certificate", "a.pem", "health"], "error: Give --certificate and --key together."),
            (["validate", "cpt:1", "--encounters", "x"], "error: Give codes or --encounters, not both."),
            (["get", "cpt", "22849", "--json", "--csv"], "error: Give --json or --csv, not both."),
            (["batch", "cpt:1", "--file", "x"], "error: Give keys or --file, not both."),
        ])
    func mistakes(arguments: [String], line: String) async {
        let run = await CommandRun.of(arguments)
        #expect(run.status == 64)
        #expect(run.output == "")
        #expect(run.messages.split(separator: "\n").first.map(String.init) == line)
        #expect(run.messages.contains("--help' for more information."))
    }

    @Test("A command like no other is answered with all there are")
    func unknownCommand() async {
        let run = await CommandRun.of(["frobnicate"])
        #expect(run.status == 64)
        #expect(run.messages.hasPrefix("error: Unknown command 'frobnicate'. Use get, batch, "))
        #expect(run.messages.contains(", catalog, health, bench, config.\n"))
    }

    @Test(
        "Connection and format flags are read before and after the command",
        arguments: [
            ["--server", "[::1]:1", "--ca", "a", "--json", "--timeout", "2m", "health"],
            ["health", "--server", "[::1]:1", "--ca", "a", "--json", "--timeout", "2m"],
            ["--server", "[::1]:1", "health", "--ca", "a", "--json", "--timeout", "120"],
        ])
    func globalFlags(arguments: [String]) throws {
        let command = try #require(try MedCodes.parseAsRoot(arguments) as? Health)
        #expect(command.connection.server == "[::1]:1")
        #expect(command.connection.ca == "a")
        #expect(command.connection.flags["timeout"].flatMap { TimeLimit($0) }?.duration == .seconds(120))
        #expect(command.format.json)
    }

    @Test("The version is told")
    func version() async {
        #expect(await CommandRun.of(["--version"]) == CommandRun(status: 0, output: "\(Program.version)\n"))
    }

    @Test("Without a command the help is shown")
    func nothing() async {
        let run = await CommandRun.of([])
        #expect(run == (await CommandRun.of(["--help"])))
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("OVERVIEW: Look up medical codes in a running MedCodes service."))
    }

    @Test("Completions come for each shell", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async {
        let run = await CommandRun.of(["--generate-completion-script", shell])
        #expect(run.status == 0)
        #expect(run.output.contains("catalog"))
    }
}
