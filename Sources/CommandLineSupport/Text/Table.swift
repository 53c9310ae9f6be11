/// Rows under headings. The last column takes what room is left; cells wrap within their columns.
package struct Table: Sendable {
    /// A column's heading and the side its cells keep to.
    package struct Column: Hashable, Sendable {
        /// What stands above the column.
        package var heading: String
        /// Whether the cells keep to the right, as numbers do.
        package var isRightAligned: Bool

        /// A column.
        package init(_ heading: String, isRightAligned: Bool = false) {
            self.heading = heading
            self.isRightAligned = isRightAligned
        }
    }

    /// The columns, at least one.
    package let columns: [Column]
    /// The rows in order, each with one cell per column.
    package private(set) var rows: [[StyledText]] = []

    private static let gap = 2
    /// Columns are made no narrower than their longest word, so that codes and dates stay in one piece, up to this.
    private static let wordWidthMax = 16
    private static let lastColumnWidthMin = 16

    /// A table without rows.
    package init(columns: [Column]) { self.columns = columns }

    /// Adds a row below the others.
    package mutating func add(_ cells: [StyledText]) {
        precondition(cells.count == columns.count, "a row with as many cells as the table has columns")
        rows.append(cells)
    }

    /// The table for people, with headings, at most `width` columns wide where that leaves room for any text. Columns
    /// without a word in them are left out.
    package func lines(width: Int) -> [StyledText] {
        let filled = columns.indices.filter { index in rows.contains { !$0[index].isEmpty } }
        guard filled.count < columns.count, !filled.isEmpty else { return filledLines(width: width) }
        var table = Table(columns: filled.map { columns[$0] })
        for row in rows { table.add(filled.map { row[$0] }) }
        return table.filledLines(width: width)
    }

    private func filledLines(width: Int) -> [StyledText] {
        let headings = columns.map { StyledText($0.heading, .faint) }
        let widths = columnWidths(within: width)
        return ([headings] + rows).flatMap { cells in
            let wrapped = zip(cells, widths).map { $0.wrapped(to: $1) }
            return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
                columns.indices.map { index -> StyledText in
                    let cell = wrapped[index].indices.contains(line) ? wrapped[index][line] : ""
                    guard index < columns.count - 1 else { return cell }
                    return Self.padded(cell, to: widths[index], columns[index]) + StyledText(spaces: Self.gap)
                }.reduce("", +)
            }
        }
    }

    /// Each column as wide as its widest cell, and the last one as wide as the rest of the line. Where that is too little
    /// for it, the widest other columns are made narrower, a column at a time.
    private func columnWidths(within width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.map { $0[index].displayWidth }.reduce(columns[index].heading.displayWidth, max)
        }
        let last = widths.removeLast()
        let leastWidths = widths.indices.map { index in
            let cells = rows.map { $0[index].plainText } + [columns[index].heading]
            let longestWord = cells.flatMap { $0.split(separator: " ") }.map(\.displayWidth).max() ?? 0
            return min(longestWord, Self.wordWidthMax)
        }
        let room = width - Self.gap * widths.count
        while room - widths.reduce(0, +) < min(last, Self.lastColumnWidthMin) {
            let shrinkable = widths.indices.filter { widths[$0] > leastWidths[$0] }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths + [max(room - widths.reduce(0, +), min(last, Self.lastColumnWidthMin), 1)]
    }

    /// The table for programs: one line per row without headings, the cells separated by tabs.
    package var tabSeparatedLines: [StyledText] {
        // A tab would become a space inside a cell, so the lines are joined after that.
        rows.map { cells in
            StyledText(spans: [.init(text: cells.map(\.plainText).joined(separator: "\t"), style: .plain)])
        }
    }

    /// The rows as comma-separated values (RFC 4180), without headings: one line each, ended by CR and LF.
    package var commaSeparatedRows: String { rows.map { Self.record($0.map(\.plainText)) }.joined() }

    /// The headings as the first line of comma-separated values: in lower case, with underscores for spaces.
    package var commaSeparatedHeadings: String {
        Self.record(columns.map { $0.heading.lowercased().replacing(" ", with: "_") })
    }

    private static func record(_ cells: [String]) -> String {
        let quoted = cells.map { cell in
            let needsQuotes = cell.contains { $0 == "," || $0 == "\"" }
            return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }
        return quoted.joined(separator: ",") + "\r\n"
    }

    private static func padded(_ cell: StyledText, to width: Int, _ column: Column) -> StyledText {
        let padding = StyledText(spaces: width - cell.displayWidth)
        return column.isRightAligned ? padding + cell : cell + padding
    }
}
