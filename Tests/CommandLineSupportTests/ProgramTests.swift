import ArgumentParser
import CommandLineSupport
import Testing

@Suite struct ProgramTests {
    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "sample", version: "1.2.3")
        @Option(help: "A number.") var number = 1
        func run() async throws {}
    }

    struct Outcome: Equatable {
        var status: Int32
        var output = ""
        var messages = ""
    }

    private static func run(
        _ arguments: [String], output: CapturedText = CapturedText(), throwing error: (any Error)? = nil
    ) async -> Outcome {
        let messages = CapturedText()
        let console = Console(
            output: output, messages: messages, outputTerminal: Terminal(isTerminal: false),
            messageTerminal: Terminal(isTerminal: false))
        let status = await Program.run(Sample.self, arguments, on: console) { command in
            if let error { throw error }
            try await Program.execute(command)
        }
        return Outcome(status: status.rawValue, output: output.text, messages: messages.text)
    }

    @Test("A command that does not throw succeeds")
    func success() async {
        #expect(await Self.run([]) == Outcome(status: 0))
    }

    @Test("The version is an answer, not an error")
    func version() async {
        #expect(await Self.run(["--version"]) == Outcome(status: 0, output: "1.2.3\n"))
    }

    @Test("An unknown flag is one line with the nearest one, and where to read more")
    func unknownFlag() async {
        let expected = """
            error: Unknown option '--nunber'. Did you mean '--number'?
            See 'sample --help' for more information.

            """
        #expect(await Self.run(["--nunber", "2"]) == Outcome(status: 64, messages: expected))
    }

    @Test(
        "A failure is one line, whatever its message holds",
        arguments: [
            (CommandFailure(.rpc(5), "no such code"), 69, "error: no such code\n"),
            (CommandFailure(.usage, "two\nlines \u{1B}[2J", remedy: "mend it"), 64, "error: two lines ␛[2J; mend it\n"),
            (CommandFailure(.failure, "broken"), 1, "error: broken\n"),
        ])
    func failure(failure: CommandFailure, status: Int32, messages: String) async {
        #expect(await Self.run([], throwing: failure) == Outcome(status: status, messages: messages))
    }

    @Test("A reader that has gone ends the program quietly, also during help")
    func readerGone() async {
        #expect(await Self.run([], throwing: OutputError.readerGone) == Outcome(status: 0))
        #expect(await Self.run(["--help"], output: CapturedText(failing: .readerGone)) == Outcome(status: 0))
    }

    @Test("Output that cannot be written is named with its cause")
    func fullDisk() async {
        let expected =
            "error: cannot write to standard output: No space left on device; make room, or write elsewhere\n"
        let outcome = await Self.run(["--help"], output: CapturedText(failing: .failed(errno: 28)))
        #expect(outcome == Outcome(status: 1, messages: expected))
    }
}
