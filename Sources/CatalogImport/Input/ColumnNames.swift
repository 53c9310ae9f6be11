internal import CatalogModel

/// The columns of a CSV format of ours: those that a file must have, and those it may have. Any other name is a slip.
struct ColumnNames {
    let required: [String]
    let optional: [String]

    /// All names, in the order in which documentation lists them.
    var all: [String] { required + optional }

    /// The header that the first record of a file is.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, for a column that is missing, stands there twice, or is none of
    ///   these; it names the nearest of these then.
    func header(of reader: DelimitedReader) throws(CatalogError) -> HeaderRow {
        guard let record = try reader.next() else {
            throw .rejection("the file is empty", remedy: "start it with the header \(list)", file: reader.name)
        }
        let folded = Set(all.map(HeaderRow.folded))
        for (name, column) in zip(record.fields, record.columns) where !folded.contains(HeaderRow.folded(name)) {
            throw .rejection(
                name.isEmpty ? "a column of the header has no name" : "the header has a column '\(name.prefix(100))'",
                remedy: nearest(to: name).map { "is it \($0)?" } ?? "use \(list)",
                file: reader.name, line: record.line, column: column)
        }
        for name in all where record.fields.count(where: { HeaderRow.folded($0) == HeaderRow.folded(name) }) > 1 {
            throw .rejection(
                "the header has the column \(name) twice", remedy: "remove one of the two", file: reader.name,
                line: record.line)
        }
        guard let header = HeaderRow(record, required: required) else {
            throw .rejection(
                "the header lacks the column \(HeaderRow.missing(required, in: [record]) ?? "")",
                remedy: "the columns are \(list)", file: reader.name, line: record.line)
        }
        return header
    }

    /// Whether a file begins with a header of these columns.
    func begin(_ opening: FileOpening) -> Bool {
        let fields = (opening.lines.first ?? []).split(separator: UInt8(ascii: ","))
        let names = Set(fields.map { HeaderRow.folded(String(decoding: $0, as: UTF8.self)) })
        return names.isSuperset(of: required.map(HeaderRow.folded))
    }

    private func nearest(to name: String) -> String? {
        let folded = Suggestion.nearest(to: HeaderRow.folded(name), among: all.map(HeaderRow.folded))
        return all.first { HeaderRow.folded($0) == folded }
    }

    private var list: String { all.joined(separator: ",") }
}
