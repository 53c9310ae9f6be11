internal import CatalogModel

/// Reads comma-separated values with a header row (RFC 4180): fields may be quoted, and then hold commas, line ends
/// and doubled quotes.
struct CSVReader {
    /// One row: its fields by column name, and where it starts.
    struct Row {
        /// The line the row starts on, counted from 1.
        var line: Int
        private var fields: [String]
        private var columns: [String: Int]

        fileprivate init(line: Int, fields: [String], columns: [String: Int]) {
            self.line = line
            self.fields = fields
            self.columns = columns
        }

        /// The field of this column; the column must be one the reader was told to expect.
        subscript(column: String) -> String { columns[column].map { fields[$0] } ?? "" }
    }

    /// Reads all rows of a text.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - columns: the columns the header must name, in any order; no others.
    ///   - file: the file's name, for error messages.
    /// - Throws: ``CatalogError`` naming the line, for a wrong header, a row with more or fewer fields than it, or quotes
    ///   out of place.
    static func rows(of text: String, columns: [String], file: String) throws(CatalogError) -> [Row] {
        var reader = CSVReader(text: text, file: file)
        guard let header = try reader.record() else {
            throw .rejection(
                "the file is empty", remedy: "start it with the header \(columns.joined(separator: ","))", file: file)
        }
        guard header.fields.sorted() == columns.sorted() else {
            throw .rejection(
                "the header is not the one of this format", remedy: "use \(columns.joined(separator: ","))", file: file,
                line: header.line)
        }
        let positions = Dictionary(uniqueKeysWithValues: header.fields.enumerated().map { ($0.element, $0.offset) })
        var rows: [Row] = []
        while let record = try reader.record() {
            if record.fields == [""] { continue }
            guard record.fields.count == columns.count else {
                throw .rejection(
                    "the row has \(record.fields.count) fields, not \(columns.count)",
                    remedy: "quote fields that hold commas", file: file, line: record.line)
            }
            rows.append(Row(line: record.line, fields: record.fields, columns: positions))
        }
        return rows
    }

    private let file: String
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1

    private init(text: String, file: String) {
        self.file = file
        scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })
    }

    private mutating func record() throws(CatalogError) -> (line: Int, fields: [String])? {
        guard index < scalars.count else { return nil }
        let start = line
        var fields = [try field()]
        while index < scalars.count, scalars[index] == "," {
            index += 1
            fields.append(try field())
        }
        try endRecord()
        return (start, fields)
    }

    private mutating func field() throws(CatalogError) -> String {
        index < scalars.count && scalars[index] == "\"" ? try quotedField() : plainField()
    }

    private mutating func plainField() -> String {
        let start = index
        while index < scalars.count, !",\r\n".unicodeScalars.contains(scalars[index]) { index += 1 }
        return string(scalars[start..<index])
    }

    private mutating func quotedField() throws(CatalogError) -> String {
        let start = line
        var field: [Unicode.Scalar] = []
        index += 1
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar != "\"" {
                field.append(scalar)
                if scalar == "\n" { line += 1 }
            } else if index < scalars.count, scalars[index] == "\"" {
                field.append(scalar)
                index += 1
            } else {
                return string(field[...])
            }
        }
        throw .rejection(
            "the quoted field that starts here has no end", remedy: "add the missing quote", file: file, line: start)
    }

    private mutating func endRecord() throws(CatalogError) {
        if index < scalars.count, scalars[index] == "\r" { index += 1 }
        guard index < scalars.count else { return }
        guard scalars[index] == "\n" else {
            throw .rejection(
                "text follows a quoted field", remedy: "double the quotes inside fields", file: file, line: line)
        }
        index += 1
        line += 1
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
