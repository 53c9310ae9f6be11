internal import CatalogModel
internal import CommandLineSupport

/// Sets similar codes in rows.
enum SimilarTable {
    /// One row per code: score, reason, system, code, descriptor.
    static func of(_ codes: [SimilarCode]) -> Table {
        var table = Table(columns: [
            .init("SCORE", isRightAligned: true), .init("REASON"), .init("SYSTEM"), .init("CODE"), .init("DESCRIPTOR"),
        ])
        for code in codes {
            let cells = [
                String(code.score), code.reason.argument, code.key.system.name, code.key.printedCode, code.title,
            ]
            table.add(cells.map { StyledText($0) })
        }
        return table
    }
}
