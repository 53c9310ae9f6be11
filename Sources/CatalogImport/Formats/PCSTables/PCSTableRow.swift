internal import CatalogModel

/// A row of an ICD-10-PCS table, or the three leading characters that the table fixes (row 0).
struct PCSTableRow {
    /// What a character may be, and what that means.
    struct Axis {
        /// The attribute `pos`, as printed.
        var position: String
        /// The attribute `values`, as printed.
        var valueCount: String
        var title = ""
        var values: [Value] = []
    }

    /// A value of an axis.
    struct Value {
        /// The character.
        var code: String
        var label = ""
        var definition = ""
    }

    /// The table's leading characters.
    var table: String
    /// From 1; 0 for the axes that the table itself has.
    var number: Int
    /// The line on which it begins.
    var line: Int
    /// The attribute `codes`, as printed; nil where there is none.
    var codeCount: String?
    var axes: [Axis] = []

    /// The positions that the axes of a row must have, in this order.
    private var positions: [Int] { number == 0 ? [1, 2, 3] : [4, 5, 6, 7] }

    /// What the characters mean.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming the line.
    func values(file: String) throws(CatalogError) -> [AxisValue] {
        func rejection(_ message: String) -> CatalogError { .rejection(message, file: file, line: line) }
        guard axes.map(\.position) == positions.map(String.init) else {
            throw rejection(
                "the row's axes are not those of positions \(positions.map(String.init).joined(separator: ", "))")
        }
        for axis in axes {
            guard axis.valueCount == String(axis.values.count) else {
                throw rejection(
                    "the axis of position \(axis.position) should have \(axis.valueCount) values and has "
                        + "\(axis.values.count)")
            }
            guard !axis.title.isEmpty, axis.values.allSatisfy({ !$0.label.isEmpty }) else {
                throw rejection("the axis of position \(axis.position) has no title, or a value without a label")
            }
            guard axis.values.allSatisfy({ Self.isCharacter($0.code) }) else {
                throw rejection("a value of position \(axis.position) is no digit or capital letter of a code")
            }
        }
        guard codeCount == nil || codeCount == String(axes.reduce(1) { $0 * $1.values.count }) else {
            throw rejection("the row's values do not make the \(codeCount ?? "") codes that it should have")
        }
        return zip(positions, axes).flatMap { position, axis in
            axis.values.map { value in
                AxisValue(
                    system: .icd10PCS, table: table, row: number, position: position, value: value.code,
                    title: axis.title, label: value.label, definition: value.definition)
            }
        }
    }

    /// Whether a text is one character that codes have.
    static func isCharacter(_ text: String) -> Bool {
        guard let code = ICD10Code(Array(text.utf8)[...]), let byte = code.bytes.first else { return false }
        return code.count == 1 && !ICD10Code.Grammar.isLeftOut(byte)
    }
}
