internal import CatalogModel

/// One row of a file of add-on code edits.
struct AddOnRow {
    /// A field of a row.
    enum Field: CaseIterable {
        case addOn, addOnDeletion, primary, primaryDeletion, effective, deletion, type, note
    }

    /// What is wrong with a row, and with which field.
    struct Fault: Error {
        var message: String
        var field: Field
    }

    /// What the row states.
    let relation: AddOnRelation

    /// Reads the fields of a row, without blanks around them; one that the layout does not have is empty.
    init(_ fields: [Field: ArraySlice<UInt8>]) throws(Fault) {
        guard let addOn = ProcedureCode.key(fields[.addOn] ?? []) else {
            throw Fault(message: "the add-on code is no code of five letters and digits", field: .addOn)
        }
        let isContractorDefined = (fields[.primary] ?? []).elementsEqual("CCCCC".utf8)
        let primary = isContractorDefined ? nil : ProcedureCode.key(fields[.primary] ?? [])
        guard primary != nil || isContractorDefined else {
            throw Fault(message: "the primary code is neither CCCCC nor a code", field: .primary)
        }
        guard let type = Self.type(fields[.type] ?? []) else {
            throw Fault(message: "the type is none of 1, 2 and 3", field: .type)
        }
        guard let note = TextEncoding.windows1252.text(fields[.note] ?? []) else {
            throw Fault(message: "the note is no text in Windows code page 1252", field: .note)
        }
        relation = AddOnRelation(
            addOn: addOn, primary: primary, type: type, note: note, period: try Self.period(fields))
    }

    /// From the edit's first day to the earliest of the last days, all of them inclusive.
    private static func period(_ fields: [Field: ArraySlice<UInt8>]) throws(Fault) -> ValidityPeriod {
        let effective = try day(fields, .effective)
        var ends: [CalendarDate] = []
        for field in [Field.deletion, .addOnDeletion, .primaryDeletion] {
            if let last = try day(fields, field) { ends.append(last.advanced(by: 1)) }
        }
        return ValidityPeriod(effective: effective, terminated: ends.min())
    }

    /// The day in a field; nil for an empty one or one of zeros or nines, which mean none.
    private static func day(_ fields: [Field: ArraySlice<UInt8>], _ field: Field) throws(Fault) -> CalendarDate? {
        guard let bytes = fields[field], !bytes.isEmpty, !bytes.elementsEqual("*".utf8) else { return nil }
        if bytes.allSatisfy({ $0 == UInt8(ascii: "0") }) || bytes.allSatisfy({ $0 == UInt8(ascii: "9") }) { return nil }
        guard let day = CalendarDate(ordinal: String(decoding: bytes, as: UTF8.self)) else {
            throw Fault(message: "this is no date YYYYDDD", field: field)
        }
        return day
    }

    private static func type(_ field: ArraySlice<UInt8>) -> AddOnRelation.AddOnType? {
        guard field.count == 1, let digit = field.first, digit >= UInt8(ascii: "0") else { return nil }
        return AddOnRelation.AddOnType(rawValue: Int(digit - UInt8(ascii: "0")))
    }
}
