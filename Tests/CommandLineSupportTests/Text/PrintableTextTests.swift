import CommandLineSupport
import Testing

@Suite struct PrintableTextTests {
    @Test(
        "What would command a terminal becomes visible instead",
        arguments: [
            ("plain, ünïcode – 漢字 👍🏽", "plain, ünïcode – 漢字 👍🏽"),
            ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
            ("\u{1B}]0;title\u{07}", "␛]0;title␇"),
            ("one\ttwo\r\nthree", "one two  three"),
            ("\u{9B}2J", "\u{FFFD}2J"),
            ("del\u{7F}", "del\u{FFFD}"),
            ("nul\0", "nul␀"),
            ("a\u{202E}b\u{2066}c", "a\u{FFFD}b\u{FFFD}c"),
            ("line\u{2028}separator", "line separator"),
        ])
    func neutralised(raw: String, printable: String) {
        #expect(raw.printable == printable)
    }

    @Test("No styled text ever holds a control character of its own, whatever it is made of")
    func styledText() {
        let all = String(String.UnicodeScalarView((0...0x2100).compactMap(Unicode.Scalar.init)))
        let text = StyledText(all, .strong).plainText
        #expect(!text.isEmpty)
        #expect(text.unicodeScalars.filter(\.commandsTerminal).isEmpty)
    }
}
