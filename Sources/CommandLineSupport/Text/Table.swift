/// Rows under headings. The last column takes what room is left and wraps within it.
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
    private static let lastColumnWidthMin = 16

    /// A table without rows.
    package init(columns: [Column]) { self.columns = columns }

    /// Adds a row below the others.
    package mutating func add(_ cells: [StyledText]) {
        precondition(cells.count == columns.count, "a row with as many cells as the table has columns")
        rows.append(cells)
    }

    /// The table for people, with headings, at most `width` columns wide where its first columns leave enough room.
    package func lines(width: Int) -> [StyledText] {
        let headings = columns.map { StyledText($0.heading, .faint) }
        let widths = columns.indices.dropLast().map { index in
            ([headings] + rows).map { $0[index].displayWidth }.max() ?? 0
        }
        let indent = widths.reduce(0) { $0 + $1 + Self.gap }
        let lastWidth = max(width - indent, Self.lastColumnWidthMin)
        return ([headings] + rows).flatMap { cells in
            let wrapped = (cells.last ?? "").wrapped(to: lastWidth)
            let head = zip(cells, zip(widths, columns)).reduce(StyledText("")) { line, column in
                line + Self.padded(column.0, to: column.1.0, column.1.1) + StyledText(spaces: Self.gap)
            }
            return [head + (wrapped.first ?? "")] + wrapped.dropFirst().map { StyledText(spaces: indent) + $0 }
        }
    }

    /// The table for programs: one line per row without headings, the cells separated by tabs.
    package var tabSeparatedLines: [StyledText] {
        // A tab would become a space inside a cell, so the lines are joined after that.
        rows.map { cells in
            StyledText(spans: [.init(text: cells.map(\.plainText).joined(separator: "\t"), style: .plain)])
        }
    }

    private static func padded(_ cell: StyledText, to width: Int, _ column: Column) -> StyledText {
        let padding = StyledText(spaces: width - cell.displayWidth)
        return column.isRightAligned ? padding + cell : cell + padding
    }
}
