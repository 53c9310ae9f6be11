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

    @Test("For programs there is one line per row, and no tab inside a cell")
    func tabSeparated() {
        #expect(
            Self.table.tabSeparatedLines.map(\.plainText) == [
                "E11.9\t7\tType 2 diabetes mellitus without complications", "漢\t1,000\ttab here", "A\t\t",
            ])
    }
}
