internal import CatalogModel

/// Turns the lines of a table of CPT descriptors, tab-separated below a header, into rows.
struct CPTTable {
    let kind: CPTFile
    let file: String

    private static let code = "CPT Code"
    private let header: HeaderRow

    /// Reads the header, which is the first line that is not blank.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, when there is none, or a column is missing.
    init(kind: CPTFile, from reader: LineReader) throws(CatalogError) {
        var line = try reader.next()
        while line?.isBlank == true { line = try reader.next() }
        guard let line else {
            throw .rejection("the file has no header", remedy: "check that it is \(kind.rawValue)", file: reader.name)
        }
        let required = [Self.code, kind.descriptorColumn]
        let record = try Self.record(line, file: reader.name)
        guard let header = HeaderRow(record, required: required) else {
            let missing = HeaderRow.missing(required, in: [record]) ?? ""
            throw .rejection(
                "the header has no column '\(missing)', or two", remedy: "check that it is \(kind.rawValue)",
                file: reader.name, line: line.number)
        }
        self.kind = kind
        self.header = header
        file = reader.name
    }

    /// The row in a line; nil for a blank one.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    func row(from line: InputLine) throws(CatalogError) -> CPTRow? {
        guard !line.isBlank else { return nil }
        let fields = try NamedFields(Self.record(line, file: file), header, file: file)
        guard let key = CPTRow.key(Array(fields[Self.code].utf8)) else {
            throw fields.rejection("this is no CPT code", at: Self.code)
        }
        let text = fields[kind.descriptorColumn]
        guard !text.isEmpty else { throw fields.rejection("the descriptor is empty", at: kind.descriptorColumn) }
        return CPTRow(key: key, text: text)
    }

    private static func record(_ line: InputLine, file: String) throws(CatalogError) -> DelimitedReader.Record {
        var record = DelimitedReader.Record(line: line.number, fields: [], isTerminated: line.isTerminated)
        for field in line.bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
            guard let text = CPTRow.text(field) else {
                throw .rejection(
                    "the field is no text", file: file, line: line.number, column: field.startIndex + 1)
            }
            record.fields.append(text)
            record.columns.append(field.startIndex + 1)
        }
        return record
    }
}
