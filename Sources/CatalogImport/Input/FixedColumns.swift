internal import CatalogModel

/// Fields of a line by their columns, counted in bytes from 1 as file layouts do.
struct FixedColumns {
    private let line: InputLine
    private let file: String
    private let encoding: TextEncoding

    /// The columns of a line of this file.
    init(_ line: InputLine, file: String, encoding: TextEncoding = .utf8) {
        self.line = line
        self.file = file
        self.encoding = encoding
    }

    /// The bytes in these columns without the blanks around them; empty beyond the line's end.
    subscript(columns: ClosedRange<Int>) -> ArraySlice<UInt8> {
        let bytes = line.bytes
        let start = min(columns.lowerBound - 1, bytes.count)
        var field = bytes[start..<min(columns.upperBound, bytes.count)]
        while field.first == UInt8(ascii: " ") { field.removeFirst() }
        while field.last == UInt8(ascii: " ") { field.removeLast() }
        return field
    }

    /// The text in these columns without the blanks around it.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` naming the column, for bytes that are no text.
    func text(_ columns: ClosedRange<Int>) throws(CatalogError) -> String {
        guard let text = encoding.text(self[columns]) else {
            throw rejection("columns \(columns.lowerBound)-\(columns.upperBound) are no text", at: columns.lowerBound)
        }
        return text
    }

    /// A row that is not as its layout says.
    func rejection(_ message: String, remedy: String = "", at column: Int) -> CatalogError {
        .rejection(message, remedy: remedy, file: file, line: line.number, column: column)
    }
}
