internal import CatalogModel

/// The header of a delimited file: which column has which name.
///
/// Names are compared by their letters and digits alone, in any case, so `HCPCS/CPT Code` is `hcpcscptcode`.
struct HeaderRow {
    private let columns: [String: Int]
    private let columnCount: Int

    /// The header in a record; nil when a required name is missing or occurs twice.
    init?(_ record: DelimitedReader.Record, required: [String]) {
        self.init(stacked: [record], required: required)
    }

    /// The header that several records make together, one above the other: a column's name is all of its parts joined.
    init?(stacked records: [DelimitedReader.Record], required: [String]) {
        columnCount = records.map(\.fields.count).max() ?? 0
        var columns: [String: Int] = [:]
        var repeated: Set<String> = []
        for place in 0..<columnCount {
            let parts = records.map { place < $0.fields.count ? $0.fields[place] : "" }
            let name = Self.folded(parts.joined())
            if columns.updateValue(place, forKey: name) != nil { repeated.insert(name) }
        }
        for name in required.map(Self.folded) where columns[name] == nil || repeated.contains(name) { return nil }
        // As they are asked for, so that reading a field folds no name.
        for name in required { columns[name] = columns[Self.folded(name)] }
        self.columns = columns
    }

    /// The first of these names that no column has, or several have; nil when each has its column.
    static func missing(_ required: [String], in records: [DelimitedReader.Record]) -> String? {
        required.first { HeaderRow(stacked: records, required: [$0]) == nil }
    }

    /// The field of a column, without blanks around it; empty where there is no such column or the record ends before
    /// it.
    func field(_ name: String, of record: DelimitedReader.Record) -> String {
        guard let place = columns[name] ?? columns[Self.folded(name)], place < record.fields.count else { return "" }
        return PageText.trimmed(record.fields[place][...])
    }

    /// Where the field of a column begins in its line; nil where the record does not say.
    func column(of name: String, in record: DelimitedReader.Record) -> Int? {
        guard let place = columns[Self.folded(name)], place < record.columns.count else { return nil }
        return record.columns[place]
    }

    /// Checks that a record has as many fields as the header.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming the line.
    func check(_ record: DelimitedReader.Record, file: String) throws(CatalogError) {
        guard record.fields.count != columnCount else { return }
        throw .rejection(
            "the row has \(record.fields.count) fields, not \(columnCount)",
            remedy: "quote fields that hold delimiters", file: file, line: record.line)
    }

    /// Letters and digits alone, in lower case.
    static func folded(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
}
