internal import CatalogModel

/// The header of a table of unit limits, and what it makes of the rows.
struct UnitLimitHeader {
    private static let code = "HCPCS/CPT Code"
    private static let adjudication = "MUE Adjudication Indicator"
    private static let rationale = "MUE Rationale"
    /// The most records above the header; more are a file of another kind.
    private static let preambleCountMax = 60

    private let row: HeaderRow
    /// The name of the column of units, as printed.
    private let units: String

    /// Reads up to the header and through it.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, when there is none, or a column is missing.
    init(from reader: DelimitedReader) throws(CatalogError) {
        for _ in 0...Self.preambleCountMax {
            guard let record = try reader.next() else { break }
            guard record.fields.contains(where: { HeaderRow.folded($0) == HeaderRow.folded(Self.code) }) else {
                continue
            }
            let units = record.fields.first { HeaderRow.folded($0).contains("muevalue") } ?? "MUE Values"
            let required = [Self.code, units, Self.adjudication, Self.rationale]
            guard let row = HeaderRow(record, required: required) else {
                let missing = HeaderRow.missing(required, in: [record]) ?? ""
                throw .rejection(
                    "the header has no column '\(missing)', or two",
                    remedy: "check that it is the Medicare table of medically unlikely edits", file: reader.name,
                    line: record.line)
            }
            self.row = row
            self.units = units
            return
        }
        throw .rejection(
            "there is no header with the column '\(Self.code)'",
            remedy: "check that it is the CSV file of NCCI medically unlikely edits", file: reader.name)
    }

    /// Whose limits the table has: what the header says, or else the option.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, when neither says it, or the two disagree.
    func setting(in file: String, named option: EditSetting?) throws(CatalogError) -> EditSetting {
        let name = HeaderRow.folded(units)
        let printed = Self.words.first { words in words.value.contains { name.contains($0) } }?.key
        if let printed, let option, printed != option {
            throw .rejection(
                "the limits are those of \(printed.rawValue)", remedy: "leave --setting out, or name another file",
                file: file)
        }
        guard let setting = printed ?? option else {
            throw .rejection(
                "the header does not say whose limits they are", remedy: "name the --setting", file: file)
        }
        return setting
    }

    private static let words: [EditSetting: [String]] = [
        .practitioner: ["practitioner"], .outpatientHospital: ["outpatient", "hospital"],
        .dmeSupplier: ["dme", "supplier"],
    ]

    /// The limit a row states.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    func limit(
        in record: DelimitedReader.Record, of file: String, setting: EditSetting
    ) throws(CatalogError) -> UnitLimit {
        let fields = try NamedFields(record, row, file: file)
        let key = try fields.procedure(Self.code)
        guard let most = Self.number(fields[units]) else {
            throw fields.rejection("the most units are no number from 0 to 9999999", at: units)
        }
        let adjudication = fields[Self.adjudication]
        guard let digit = adjudication.split(separator: " ").first, ["1", "2", "3"].contains(digit) else {
            throw fields.rejection("the adjudication indicator is none of 1, 2 and 3", at: Self.adjudication)
        }
        return UnitLimit(
            key: key, setting: setting, units: most, adjudication: adjudication, rationale: fields[Self.rationale])
    }

    private static func number(_ text: String) -> Int? {
        guard (1...7).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text)
    }
}
