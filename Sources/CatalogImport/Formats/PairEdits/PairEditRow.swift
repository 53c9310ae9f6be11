internal import CatalogModel

/// One row of a file of pair edits.
struct PairEditRow {
    /// What is wrong with a row, and at which column, counted in bytes from 1.
    struct Fault: Error {
        var message: String
        var column: Int
        /// Whether the line does not even begin like a row.
        var isNoRow = false

        init(_ message: String, column: Int, isNoRow: Bool = false) {
            self.message = message
            self.column = column
            self.isNoRow = isNoRow
        }
    }

    private let column1: CodeKey
    private let column2: CodeKey
    private let predates1996: Bool
    private let period: ValidityPeriod
    private let indicator: PairEdit.ModifierIndicator
    private let rationale: String

    /// Reads a line without its line end.
    init(_ line: ArraySlice<UInt8>) throws(Fault) {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(Self.trimmed)
        guard fields.count >= 2, let column1 = ProcedureCode.key(fields[0]), let column2 = ProcedureCode.key(fields[1])
        else { throw Fault("the line does not begin with two codes", column: 1, isNoRow: true) }
        func column(_ index: Int) -> Int { fields[index].startIndex - line.startIndex + 1 }
        guard (6...7).contains(fields.count) else {
            throw Fault("the row has \(fields.count) fields, not 7", column: line.count + 1)
        }
        guard fields[2].isEmpty || fields[2].elementsEqual("*".utf8) else {
            throw Fault("the mark for edits older than 1996 is neither * nor empty", column: column(2))
        }
        guard let effective = CalendarDate(compact: String(decoding: fields[3], as: UTF8.self)) else {
            throw Fault("the effective date is no date YYYYMMDD", column: column(3))
        }
        guard let period = Self.period(from: effective, deletion: fields[4]) else {
            throw Fault("the deletion date is neither * nor a date YYYYMMDD", column: column(4))
        }
        guard let indicator = Self.indicator(fields[5]) else {
            throw Fault("the modifier indicator is none of 0, 1 and 9", column: column(5))
        }
        guard let rationale = TextEncoding.windows1252.text(fields.count > 6 ? fields[6] : []) else {
            throw Fault("the rationale is no text in Windows code page 1252", column: column(6))
        }
        self.column1 = column1
        self.column2 = column2
        predates1996 = !fields[2].isEmpty
        self.period = period
        self.indicator = indicator
        self.rationale = rationale
    }

    /// The edit the row states.
    func edit(setting: EditSetting) -> PairEdit {
        PairEdit(
            column1: column1, column2: column2, setting: setting, modifierIndicator: indicator,
            predates1996: predates1996, rationale: rationale, period: period)
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var field = field
        while field.first == UInt8(ascii: " ") { field.removeFirst() }
        while field.last == UInt8(ascii: " ") { field.removeLast() }
        return field
    }

    /// The days up to the deletion date, which is the last of them; nil when that is neither a date nor none.
    private static func period(from effective: CalendarDate, deletion field: ArraySlice<UInt8>) -> ValidityPeriod? {
        if field.isEmpty || field.elementsEqual("*".utf8) { return ValidityPeriod(effective: effective) }
        guard let last = CalendarDate(compact: String(decoding: field, as: UTF8.self)) else { return nil }
        return ValidityPeriod(effective: effective, terminated: last.advanced(by: 1))
    }

    private static func indicator(_ field: ArraySlice<UInt8>) -> PairEdit.ModifierIndicator? {
        guard field.count == 1, let digit = field.first, digit >= UInt8(ascii: "0") else { return nil }
        return PairEdit.ModifierIndicator(rawValue: Int(digit - UInt8(ascii: "0")))
    }
}
