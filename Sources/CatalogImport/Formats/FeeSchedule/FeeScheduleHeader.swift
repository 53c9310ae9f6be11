internal import CatalogModel

/// The stacked header of a relative value file, and what it makes of the rows.
struct FeeScheduleHeader {
    private static let code = "HCPCS"
    private static let modifier = "MOD"
    private static let status = "STATUS CODE"
    private static let globalDays = "GLOB DAYS"
    private static let required = [code, modifier, status, globalDays]
    /// The most lines a header has; a column's name may start in any of them.
    private static let heightMax = 6
    /// The most lines above the rows; more are a file of another kind.
    private static let preambleCountMax = 60

    private let row: HeaderRow

    /// Reads up to the header's last line, which begins with `HCPCS`, and through it.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, when there is none, or a column is missing.
    init(from reader: DelimitedReader) throws(CatalogError) {
        var records: [DelimitedReader.Record] = []
        while records.count <= Self.preambleCountMax, let record = try reader.next() {
            records.append(record)
            if HeaderRow.folded(record.fields.first ?? "") == HeaderRow.folded(Self.code) {
                row = try Self.header(records.suffix(Self.heightMax), file: reader.name)
                return
            }
        }
        throw .rejection(
            "there is no header line that begins with '\(Self.code)'",
            remedy: "check that it is the CSV file PPRRVU… of relative values", file: reader.name)
    }

    /// The fewest lines, from the last one up, that name every column: those above may be titles.
    private static func header(
        _ records: ArraySlice<DelimitedReader.Record>, file: String
    ) throws(CatalogError) -> HeaderRow {
        for height in 1...records.count {
            if let row = HeaderRow(stacked: records.suffix(height), required: required) { return row }
        }
        let missing = required.first { name in
            (1...records.count).allSatisfy { HeaderRow.missing([name], in: records.suffix($0)) != nil }
        }
        throw .rejection(
            missing.map { "the header has no column '\($0)', or two" } ?? "the names of the columns do not stack up",
            remedy: "check that it is the CSV file PPRRVU… of relative values, as CMS publishes it", file: file,
            line: records.last?.line)
    }

    /// The entry a row states.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    func entry(in record: DelimitedReader.Record, of file: String) throws(CatalogError) -> FeeScheduleEntry {
        let fields = try NamedFields(record, row, file: file)
        let key = try fields.procedure(Self.code)
        let modifier = fields[Self.modifier]
        guard modifier.isEmpty || modifier.utf8.count == 2 && modifier.utf8.allSatisfy(\.isCapitalOrDigit) else {
            throw fields.rejection("the modifier is not two letters and digits", at: Self.modifier)
        }
        let status = fields[Self.status]
        guard let letter = status.utf8.first, status.utf8.count == 1, letter.isCapitalOrDigit, !letter.isDigit else {
            throw fields.rejection("the status code is no capital letter", at: Self.status)
        }
        let globalDays = fields[Self.globalDays]
        guard Self.globalPeriods.contains(globalDays) else {
            throw fields.rejection(
                "the global period is none of \(Self.globalPeriods.joined(separator: ", "))",
                remedy: "spreadsheets drop leading zeros: import the file as it was published", at: Self.globalDays)
        }
        return FeeScheduleEntry(key: key, modifier: modifier, status: status, globalDays: globalDays)
    }

    private static let globalPeriods = ["000", "010", "090", "MMM", "XXX", "YYY", "ZZZ"]
}
