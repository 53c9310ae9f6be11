@testable import CatalogImport

/// Lines of the HCPCS contractor record, laid out by hand, with codes that do not exist.
enum HCPCSRows {
    /// The first line of a code (kind 3) or modifier (kind 7).
    static func row(
        _ code: String, kind: String = "3", sequence: String = "00100", text: String = "Long text",
        short: String = "SHORT TEXT", references: String = "", coverage: String = "C", betos: String = "",
        added: String = "20200101", last: String = "", action: String = "N"
    ) -> String {
        line([
            (6 - code.count, code), (6, sequence), (11, kind), (12, text), (92, short), (205, references),
            (230, coverage), (257, betos), (269, added), (277, added), (285, last), (293, action),
        ])
    }

    /// A line with more text, of a code (kind 4) or modifier (kind 8).
    static func more(_ code: String, kind: String = "4", sequence: String = "00200", _ text: String) -> String {
        line([(6 - code.count, code), (6, sequence), (11, kind), (12, text)])
    }

    /// 320 columns with texts at these, counted from 1, and CR LF.
    static func line(_ fields: [(column: Int, text: String)]) -> String {
        var columns = Array(repeating: Character(" "), count: HCPCSLine.columnCount)
        for field in fields {
            for (offset, character) in field.text.enumerated() { columns[field.column - 1 + offset] = character }
        }
        return String(columns) + "\r\n"
    }

    /// A small release: codes of one line and of three, a code that ends with a successor, codes and a modifier of CPT,
    /// modifiers of one line and of two.
    static let file =
        row("00A1B", text: "Not to be read") + more("00A1B", "at all")
        + row("Z9001", text: "First piece of the text,", betos: "P1A")
        + more("Z9001", "second piece") + more("Z9001", sequence: "00300", "and the third") + row("Z9002")
        + row("Z9003", references: "Z900100A1B", betos: "O1E", last: "20260228", action: "D")
        + row("Y1", kind: "7", text: "A modifier") + row("Y2", kind: "7", text: "Another modifier")
        + more("Y2", kind: "8", "of two lines") + row("00", kind: "7", text: "Not to be read")
}
