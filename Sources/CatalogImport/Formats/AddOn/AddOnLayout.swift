/// Where the fields of a row of add-on code edits stand.
///
/// CMS has published the edits in fixed columns with and without blanks between them, and as a spreadsheet, which people
/// save with tabs or commas and a header. The file's first lines tell which it is: a header that names the fields, or
/// else the first of ``fixed`` under which all of them read as rows.
struct AddOnLayout {
    /// Columns by field, counted from 1, where they are fixed; the note has the rest of the line.
    private var columns: [AddOnRow.Field: ClosedRange<Int>] = [:]
    /// Field by place, where a delimiter separates them; nil for a field that is not read.
    private var places: [AddOnRow.Field?] = []
    private var delimiter: UInt8?

    /// The layout of a file that begins with these lines; nil when none fits.
    static func detect(_ lines: [ArraySlice<UInt8>]) -> AddOnLayout? {
        let lines = lines.map { $0.last == 0x0D ? $0.dropLast() : $0 }
        for line in lines { if let layout = AddOnLayout(header: line) { return layout } }
        return fixed.first { layout in
            let rows = lines.drop { layout.isAboveRows($0) }
            return !rows.isEmpty && rows.allSatisfy { (try? AddOnRow(layout.fields(of: $0))) != nil }
        }
    }

    /// Whether a line is a header or a notice, and not meant to be a row: it does not read as one, and has no date.
    func isAboveRows(_ line: ArraySlice<UInt8>) -> Bool {
        if delimiter != nil { return ProcedureCode.key(fields(of: line)[.addOn] ?? []) == nil }
        let isDated = line.split { !(0x30...0x39).contains($0) }.contains { $0.count >= Self.dateByteCount }
        return !isDated && (try? AddOnRow(fields(of: line))) == nil
    }

    /// YYYYDDD.
    private static let dateByteCount = 7

    /// The fields of a line, without blanks around them.
    func fields(of line: ArraySlice<UInt8>) -> [AddOnRow.Field: ArraySlice<UInt8>] {
        var fields: [AddOnRow.Field: ArraySlice<UInt8>] = [:]
        guard let delimiter else {
            for (field, range) in columns { fields[field] = Self.trimmed(Self.slice(line, range)) }
            return fields
        }
        let values = line.split(separator: delimiter, maxSplits: places.count - 1, omittingEmptySubsequences: false)
        for (field, value) in zip(places, values) { if let field { fields[field] = Self.trimmed(value) } }
        return fields
    }

    /// The column in which a field of a line begins, counted from 1.
    func column(of field: AddOnRow.Field, in line: ArraySlice<UInt8>) -> Int {
        if let range = columns[field] { return min(range.lowerBound, line.count + 1) }
        return fields(of: line)[field].map { $0.startIndex - line.startIndex + 1 } ?? line.count + 1
    }

    // MARK: Headers

    /// A layout that a header names the fields of; nil for any other line.
    private init?(header line: ArraySlice<UInt8>) {
        for delimiter in [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: "|")] {
            let names = line.split(separator: delimiter, omittingEmptySubsequences: false).map(Self.folded)
            let places = names.map(Self.field)
            guard Set(places).isSuperset(of: [.addOn, .primary, .type, .effective]) else { continue }
            self.places = places
            self.delimiter = delimiter
            return
        }
        return nil
    }

    /// A name in small letters alone: `AOC_EDIT_EFF_DT` becomes `aocediteffdt`.
    private static func folded(_ name: ArraySlice<UInt8>) -> String {
        String(decoding: name, as: UTF8.self).lowercased().filter(\.isLetter)
    }

    private static func field(_ name: String) -> AddOnRow.Field? {
        if name.contains("note") || name.contains("instruction") { return .note }
        if name.contains("type") { return .type }
        let isDeletion = name.contains("del") || name.contains("term") || name.contains("end")
        if name.contains("primary") { return isDeletion ? .primaryDeletion : .primary }
        if name.contains("eff") { return .effective }
        if isDeletion { return name.contains("edit") || !name.contains("ao") ? .deletion : .addOnDeletion }
        return name.contains("addon") || name.contains("aoc") ? .addOn : nil
    }

    // MARK: Fixed columns

    /// The known fixed layouts, the more telling ones first.
    static let fixed: [AddOnLayout] = [
        // Type first, then the codes with their deletion dates and the edit's dates; no blanks between. CMS has published
        // this one since 2022.
        AddOnLayout([
            .type: 1...1, .addOn: 2...6, .addOnDeletion: 7...13, .primary: 14...18, .primaryDeletion: 19...25,
            .effective: 26...32, .deletion: 33...39, .note: 40...Self.lineEnd,
        ]),
        // Codes with their deletion dates, then the edit's dates and type; no blanks between.
        AddOnLayout([
            .addOn: 1...5, .addOnDeletion: 6...12, .primary: 13...17, .primaryDeletion: 18...24, .effective: 25...31,
            .deletion: 32...38, .type: 39...39, .note: 40...Self.lineEnd,
        ]),
        // The same with a blank between fields.
        AddOnLayout([
            .addOn: 1...5, .addOnDeletion: 7...13, .primary: 15...19, .primaryDeletion: 21...27, .effective: 29...35,
            .deletion: 37...43, .type: 45...45, .note: 46...Self.lineEnd,
        ]),
        // Type first, the codes, the edit's dates; without and with blanks.
        AddOnLayout([
            .type: 1...1, .addOn: 2...6, .primary: 7...11, .effective: 12...18, .deletion: 19...25,
            .note: 26...Self.lineEnd,
        ]),
        AddOnLayout([
            .type: 1...1, .addOn: 3...7, .primary: 9...13, .effective: 15...21, .deletion: 23...29,
            .note: 30...Self.lineEnd,
        ]),
        // The codes, the edit's dates, type last.
        AddOnLayout([
            .addOn: 1...5, .primary: 6...10, .effective: 11...17, .deletion: 18...24, .type: 25...25,
            .note: 26...Self.lineEnd,
        ]),
        AddOnLayout([
            .addOn: 1...5, .primary: 7...11, .effective: 13...19, .deletion: 21...27, .type: 29...29,
            .note: 30...Self.lineEnd,
        ]),
    ]

    /// Further than any line goes.
    private static let lineEnd = 1_000_000

    private init(_ columns: [AddOnRow.Field: ClosedRange<Int>]) { self.columns = columns }

    private static func slice(_ line: ArraySlice<UInt8>, _ columns: ClosedRange<Int>) -> ArraySlice<UInt8> {
        line.dropFirst(columns.lowerBound - 1).prefix(columns.count)
    }

    /// Without blanks and quotes around it.
    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isPadding(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\"") }
        var field = field
        while isPadding(field.first) { field.removeFirst() }
        while isPadding(field.last) { field.removeLast() }
        return field
    }
}
