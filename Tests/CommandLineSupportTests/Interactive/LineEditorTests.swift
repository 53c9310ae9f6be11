import CommandLineSupport
import Testing

@Suite struct LineEditorTests {
    @Test(
        "Keys edit around the cursor, a character at a time",
        arguments: [
            ([.text("knee"), .left, .left, .text("X")], "knXee", 3),
            ([.text("knee"), .home, .delete, .end, .backspace], "ne", 2),
            ([.text("total knee  "), .deleteWord], "total ", 6),
            ([.text("total knee"), .home, .right, .deleteToEnd], "t", 1),
            ([.text("total knee"), .left, .deleteToStart], "e", 0),
            ([.text("e\u{301}x"), .left, .backspace], "x", 0),
            ([.text("漢字"), .left], "漢字", 2),
            ([.text("a"), .up, .enter, .escape, .right, .left, .left, .backspace, .end, .delete], "a", 1),
        ] as [([Key], String, Int)])
    func edits(keys: [Key], text: String, cursorColumn: Int) {
        var line = LineEditor(byteCountMax: 100)
        for key in keys { line.apply(key) }
        #expect(line.text == text)
        #expect(line.visible(columns: 40).cursorColumn == cursorColumn)
    }

    @Test("What does not fit is not taken, and no character is cut")
    func bound() {
        var line = LineEditor("abcd", byteCountMax: 6)
        line.apply(.text("漢e"))
        #expect(line.text == "abcd")
        line.apply(.text("efg"))
        #expect(line.text == "abcdef")
    }

    @Test("A narrow line shows what is around the cursor")
    func window() {
        var line = LineEditor("0123456789", byteCountMax: 100)
        #expect(line.visible(columns: 5) == ("6789", 4))
        line.apply(.home)
        #expect(line.visible(columns: 5) == ("01234", 0))
        #expect(LineEditor("漢字", byteCountMax: 100).visible(columns: 4) == ("字", 2))
        #expect(LineEditor("漢", byteCountMax: 100).visible(columns: 1) == ("", 0))
    }
}
