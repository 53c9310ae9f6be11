import Testing

@testable import CommandLineSupport

@Suite struct TerminalTests {
    @Test(
        "Color is for terminals, unless the environment says otherwise",
        arguments: [
            (true, [:], true),
            (false, [:], false),
            (true, ["TERM": "dumb"], false),
            (true, ["TERM": "xterm", "NO_COLOR": ""], true),
            (true, ["NO_COLOR": "1"], false),
            (true, ["CLICOLOR": "0"], false),
            (true, ["CLICOLOR": "1"], true),
            (false, ["CLICOLOR": "1"], false),
            (false, ["CLICOLOR_FORCE": "1"], true),
            (false, ["CLICOLOR_FORCE": "0"], false),
            (true, ["TERM": "dumb", "CLICOLOR_FORCE": "1"], true),
            (true, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false),
        ])
    func color(isTerminal: Bool, environment: [String: String], usesColor: Bool) {
        #expect(Terminal.usesColor(isTerminal: isTerminal, environment: environment) == usesColor)
    }

    @Test("COLUMNS sets the width when it is a positive number", arguments: [("60", 60), ("0", nil), ("wide", nil)])
    func columns(text: String, columns: Int?) {
        #expect(Terminal.columns(environment: ["COLUMNS": text]) == columns)
    }
}
