internal import CatalogModel

/// Turns the lines of a file of add-on code edits into relations.
struct AddOnTable {
    let file: String
    let layout: AddOnLayout

    private var hasRows = false

    init(file: String, layout: AddOnLayout) {
        self.file = file
        self.layout = layout
    }

    /// The relation in a line; nil for a header above the rows, and for empty lines.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    mutating func relation(from line: InputLine) throws(CatalogError) -> AddOnRelation? {
        guard line.bytes.contains(where: { $0 != UInt8(ascii: " ") }) else { return nil }
        if !hasRows, layout.isAboveRows(line.bytes[...]) { return nil }
        hasRows = true
        do throws(AddOnRow.Fault) {
            return try AddOnRow(layout.fields(of: line.bytes[...])).relation
        } catch {
            let column = layout.column(of: error.field, in: line.bytes[...])
            throw .rejection(error.message, file: file, line: line.number, column: column)
        }
    }
}
