import CommandLineSupport
import Testing

@Suite struct StyledTextTests {
    @Test(
        "Width counts columns, not characters",
        arguments: [
            ("", 0), ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("\u{301}", 0), ("👩‍⚕️", 2), ("한국", 4), ("ﬁ–…", 3), ("ﾊﾝ", 2),
        ])
    func width(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test(
        "Lines break between words and never exceed the width",
        arguments: [
            ("one two three", 7, ["one two", "three"]),
            ("  one   two  ", 20, ["one two"]),
            ("", 10, [""]),
            ("  ", 10, [""]),
            ("abcdefghij xy", 4, ["abcd", "efgh", "ij", "xy"]),
            ("漢字漢字漢", 5, ["漢字", "漢字", "漢"]),
            ("漢", 1, ["漢"]),
            ("no\u{A0}break here", 8, ["no\u{A0}break", "here"]),
            ("see https://example.org/long now", 8, ["see", "https://example.org/long", "now"]),
        ])
    func wrapping(text: String, columns: Int, lines: [String]) {
        #expect(StyledText(text).wrapped(to: columns).map(\.plainText) == lines)
    }

    @Test("A word keeps its styles across spans and lines")
    func styles() {
        let text = StyledText("Man", .strong) + "age" + StyledText("ment: a b", .strong)
        #expect(
            text.wrapped(to: 11).map { $0.rendered(inColor: true) } == [
                "\u{1B}[1mMan\u{1B}[0mage\u{1B}[1mment:\u{1B}[0m",
                "\u{1B}[1ma b\u{1B}[0m",
            ])
        #expect(text.rendered(inColor: false) == "Management: a b")
    }

    @Test("Joining leaves empty parts out, and a dot never starts a line")
    func joining() {
        let parts: [StyledText] = ["a", "", "b"]
        #expect(parts.joined(separator: ", ").plainText == "a, b")
        #expect([StyledText]().joinedByDots.isEmpty)
        let lines = parts.joinedByDots.wrapped(to: 3).map { $0.rendered(inColor: false) }
        #expect(lines == ["a ·", "b"])
    }

    @Test(
        "A line that does not fit ends in an ellipsis",
        arguments: [
            ("knee joint", 10, "knee joint"), ("knee joint", 9, "knee joi…"), ("漢字漢", 5, "漢字…"), ("漢字漢", 4, "漢…"),
            ("knee", 1, "…"), ("knee", 0, ""),
        ])
    func truncation(text: String, columns: Int, expected: String) {
        #expect(StyledText(text, .strong).truncated(to: columns).plainText == expected)
        #expect((StyledText(text) + StyledText(text, .faint)).truncated(to: columns).displayWidth <= columns)
    }
}
