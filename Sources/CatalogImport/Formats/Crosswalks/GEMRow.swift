internal import CatalogModel

/// One row of a file of General Equivalence Mappings.
///
/// Layout: from ICD-9-CM columns 1-5 source and 7-13 target, from ICD-10 columns 1-7 source and 9-13 target; then columns
/// 15-19 the flags approximate, no map, combination, scenario, choice list. Other columns are blank. No code has a blank
/// within it, so columns 6 and 7 tell the two apart.
struct GEMRow {
    /// What is wrong with a row, and at which column, counted from 1.
    struct Fault: Error {
        var message: String
        var column: Int

        init(_ message: String, column: Int) {
            self.message = message
            self.column = column
        }
    }

    /// Whether the row goes from ICD-9-CM to ICD-10.
    let isForward: Bool

    private let source: ArraySlice<UInt8>
    /// Empty where there is said to be no counterpart.
    private let target: ArraySlice<UInt8>
    private let isNoProcedure: Bool
    private let isApproximate: Bool
    private let isCombination: Bool
    private let scenario: Int
    private let choiceList: Int

    private var targetColumn: Int { isForward ? 7 : 9 }
    private static let columnCount = 19

    /// Reads a line without its line end.
    init(_ line: ArraySlice<UInt8>) throws(Fault) {
        let line = line.reversed().drop { $0 == UInt8(ascii: " ") }.reversed().map(\.self)
        guard line.count == Self.columnCount else {
            throw Fault("the row has \(line.count) columns, not \(Self.columnCount)", column: line.count + 1)
        }
        func isBlank(_ column: Int) -> Bool { line[column - 1] == UInt8(ascii: " ") }
        isForward = isBlank(6) && !isBlank(7)
        guard isForward || (isBlank(8) && !isBlank(9)) else {
            throw Fault("the target begins neither in column 7 nor in column 9", column: 6)
        }
        guard isBlank(14) else { throw Fault("column 14 is not blank, so the columns are shifted", column: 14) }
        source = Self.trimmed(line[0..<(isForward ? 5 : 7)])
        let target = Self.trimmed(line[(isForward ? 6 : 8)..<13])
        let word = String(decoding: target, as: UTF8.self).uppercased()
        isNoProcedure = word == "NOPCS"
        let isNone = isNoProcedure || word == "NODX"
        self.target = isNone ? [] : target
        isApproximate = try Self.digit(line, 15, max: 1) == 1
        guard (try Self.digit(line, 16, max: 1) == 1) == isNone else {
            throw Fault("the flag 'no map' contradicts the target", column: 16)
        }
        isCombination = try Self.digit(line, 17, max: 1) == 1
        scenario = try Self.digit(line, 18, max: 9)
        choiceList = try Self.digit(line, 19, max: 9)
    }

    /// Whether the row's codes are procedures; nil when they may be diagnoses as well.
    ///
    /// Codes of ICD-10-PCS have seven characters and often begin with a digit, those of ICD-10-CM begin with a letter and
    /// are mostly shorter. Procedures of ICD-9-CM have at most four digits.
    var isProcedures: Bool? {
        let (icd9, icd10) = isForward ? (source, target) : (target, source)
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        if isNoProcedure || icd10.first.map(isDigit) == true { return true }
        if icd10.count < 7 || icd9.count > 4 || icd9.first.map(isDigit) == false { return false }
        return nil
    }

    /// The entry that the row of a file in this direction states.
    func entry(_ direction: GEMDirection) throws(Fault) -> CrosswalkEntry {
        guard isForward == direction.isForward else {
            throw Fault("the row does not go from \(direction), as those above it do", column: 6)
        }
        guard let source = Self.key(source, of: direction, isICD9: isForward) else {
            throw Fault("the source is no code of the file's, which goes from \(direction)", column: 1)
        }
        let target = target.isEmpty ? nil : Self.key(target, of: direction, isICD9: !isForward)
        guard target != nil || self.target.isEmpty, !self.target.isEmpty || isNoProcedure == direction.isProcedures
        else {
            throw Fault("the target is no code of the file's, which goes from \(direction)", column: targetColumn)
        }
        return CrosswalkEntry(
            source: source, targetSystem: isForward ? direction.icd10 : direction.icd9, target: target,
            relation: target == nil ? .notRelatedTo : isApproximate ? .relatedTo : .equivalent,
            isCombination: isCombination, scenario: scenario, choiceList: choiceList)
    }

    private static func digit(_ line: [UInt8], _ column: Int, max: UInt8) throws(Fault) -> Int {
        let (digit, isUnderflow) = line[column - 1].subtractingReportingOverflow(UInt8(ascii: "0"))
        guard !isUnderflow, digit <= max else { throw Fault("the flag is no digit up to \(max)", column: column) }
        return Int(digit)
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        field.prefix(1 + (field.lastIndex { $0 != UInt8(ascii: " ") } ?? field.startIndex - 1) - field.startIndex)
    }
}

// Codes.
extension GEMRow {
    private static func key(_ field: ArraySlice<UInt8>, of direction: GEMDirection, isICD9: Bool) -> CodeKey? {
        guard let code = ICD10Code(field) else { return nil }
        guard isICD9 else {
            let grammar: ICD10Code.Grammar = direction.isProcedures ? .icd10PCS : .icd10CM
            guard grammar.allows(code, isHeader: false) else { return nil }
            return CodeKey(system: direction.icd10, canonical: code.description)
        }
        let text = direction.isProcedures ? procedure(field) : diagnosis(field)
        return text.map { CodeKey(system: direction.icd9, canonical: $0) }
    }

    /// A procedure of ICD-9-CM: two to four digits.
    private static func procedure(_ field: ArraySlice<UInt8>) -> String? {
        (2...4).contains(field.count) && isNumber(field) ? String(decoding: field, as: UTF8.self) : nil
    }

    /// A diagnosis of ICD-9-CM with its dot: three digits, `V` and two, or `E` and three; then up to two more.
    private static func diagnosis(_ field: ArraySlice<UInt8>) -> String? {
        let categoryCount = field.first == UInt8(ascii: "E") ? 4 : 3
        let isLettered = [UInt8(ascii: "E"), UInt8(ascii: "V")].contains(field.first)
        guard (categoryCount...5).contains(field.count), isNumber(isLettered ? field.dropFirst() : field) else {
            return nil
        }
        let (category, rest) = (field.prefix(categoryCount), field.dropFirst(categoryCount))
        return String(decoding: category, as: UTF8.self)
            + (rest.isEmpty ? "" : "." + String(decoding: rest, as: UTF8.self))
    }

    private static func isNumber(_ field: ArraySlice<UInt8>) -> Bool {
        field.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
