import CommandLineSupport
import Testing

@Suite struct TextPageTests {
    @Test("Marks stand before the first line and the rest hangs behind them")
    func hanging() {
        var page = TextPage(columns: 16)
        page.addSpace()
        page.add("Heading")
        page.add("first words of an item", mark: "• ", indent: 2)
        page.addSpace()
        page.addSpace()
        page.add("")
        page.add("10th", mark: "10. ")
        page.addSpace()
        #expect(
            page.lines.map(\.plainText) == ["Heading", "  • first words", "    of an item", "", "10. 10th"])
    }

    @Test("A terminal narrower than the indent still shows words")
    func narrow() {
        var page = TextPage(columns: 4)
        page.add("some words", indent: 6)
        #expect(page.lines.map(\.plainText) == ["      some", "      words"])
    }
}
