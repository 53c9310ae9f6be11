import CommandLineSupport
import Testing

@Suite struct TableTests {
    private static let table: Table = {
        var table = Table(columns: [.init("CODE"), .init("N", isRightAligned: true), .init("TEXT")])
        table.add(["E11.9", "7", "Type 2 diabetes mellitus without complications"])
        table.add(["漢", "1,000", StyledText("tab\there", .alarm)])
        table.add(["A", "", ""])
        return table
    }()

    @Test(
        "Columns line up and the last one wraps within what is left",
        arguments: [
            (
                40,
                [
                    "CODE       N  TEXT",
                    "E11.9      7  Type 2 diabetes mellitus",
                    "              without complications",
                    "漢     1,000  tab here",
                    "A             ",
                ]
            ),
            (
                10,
                [
                    "CODE       N  TEXT",
                    "E11.9      7  Type 2 diabetes",
                    "              mellitus without",
                    "              complications",
                    "漢     1,000  tab here",
                    "A             ",
                ]
            ),
        ])
    func lines(width: Int, expected: [String]) {
        #expect(Self.table.lines(width: width).map(\.plainText) == expected)
    }

    @Test("Text columns give way to the last one, down to where codes stay whole, and empty columns go")
    func narrow() {
        var table = Table(columns: [.init("PAYER"), .init("ENDED"), .init("N", isRightAligned: true), .init("TITLE")])
        table.add(["Sample Health Plan (fictitious)", "", "1", "Removal of hardware"])
        #expect(
            table.lines(width: 36).map(\.plainText) == [
                "PAYER            N  TITLE",
                "Sample Health    1  Removal of",
                "Plan                hardware",
                "(fictitious)        ",
            ])
        #expect(table.lines(width: 8)[1].plainText == "Sample        1  Removal of")
    }

    @Test("Comma-separated values have headings and quotes where they need them")
    func commaSeparated() {
        var table = Table(columns: [.init("CODE"), .init("NOT LOADED")])
        table.add(["A", "plain"])
        table.add(["B", "said \"a, b\""])
        #expect(table.commaSeparatedHeadings == "code,not_loaded\r\n")
        #expect(table.commaSeparatedRows == "A,plain\r\nB,\"said \"\"a, b\"\"\"\r\n")
    }

    @Test("For programs there is one line per row, and no tab inside a cell")
    func tabSeparated() {
        #expect(
            Self.table.tabSeparatedLines.map(\.plainText) == [
                "E11.9\t7\tType 2 diabetes mellitus without complications", "漢\t1,000\ttab here", "A\t\t",
            ])
    }
}
