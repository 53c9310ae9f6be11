internal import CatalogModel
internal import CommandLineSupport

/// Sets the children of a place in rows.
enum ChildTable {
    /// One row per child: code, kind, reportable codes below it, axis, and what it is called.
    static func of(_ children: [ChildCode]) -> Table {
        var table = Table(columns: [
            .init("CODE"), .init("KIND"), .init("CODES BELOW", isRightAligned: true), .init("AXIS"),
            .init("DESCRIPTOR"),
        ])
        for child in children {
            let cells = [
                child.key.printedCode, child.kind?.rawValue ?? "", String(child.descendantCount),
                child.axis?.axis ?? "", child.display,
            ]
            table.add(cells.map { StyledText($0) })
        }
        return table
    }
}
