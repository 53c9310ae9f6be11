/// One row of a CMS order file, read by its columns.
struct OrderRow {
    /// What is wrong with a row, and at which column, counted from 1.
    struct Fault: Error {
        var message: String
        var column: Int

        init(_ message: String, column: Int) {
            self.message = message
            self.column = column
        }
    }

    /// Columns 1-5.
    let number: Int
    /// Columns 7-13.
    let code: ICD10Code
    /// Column 15.
    let isHeader: Bool
    /// Columns 17-76.
    let short: String
    /// Columns 78 to the end.
    let long: String

    /// Reads a line without its line end.
    init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count >= 78 else {
            throw Fault(
                "the row has \(bytes.count) columns, and the long descriptor starts in column 78",
                column: bytes.count + 1)
        }
        guard let number = Self.number(bytes[0..<5]) else { throw Fault("columns 1-5 are no order number", column: 1) }
        for column in [6, 14, 16] where bytes[column - 1] != UInt8(ascii: " ") {
            throw Fault("column \(column) is not blank, so the columns are shifted", column: column)
        }
        guard let code = ICD10Code(bytes[6..<13]) else {
            throw Fault("columns 7-13 are no code of capital letters and digits", column: 7)
        }
        guard [UInt8(ascii: "0"), UInt8(ascii: "1")].contains(bytes[14]) else {
            throw Fault("the flag is neither 0 (header) nor 1 (valid code)", column: 15)
        }
        self.number = number
        self.code = code
        isHeader = bytes[14] == UInt8(ascii: "0")
        (short, long) = try Self.descriptors(bytes[16...])
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func descriptors(_ bytes: ArraySlice<UInt8>) throws(Fault) -> (short: String, long: String) {
        if let control = bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Fault("a control character stands in the descriptors", column: control + 1)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let wrong = bytes.firstIndex { $0 >= 0x80 } ?? bytes.startIndex
            throw Fault("the row is not UTF-8; convert the file, e.g. with iconv -f latin1 -t utf-8", column: wrong + 1)
        }
        let scalars = text.unicodeScalars
        guard scalars.dropFirst(60).first == " " else {
            throw Fault("column 77 is not blank, so the columns are shifted", column: 77)
        }
        let long = PageText.trimmed(Substring(scalars.dropFirst(61)))
        guard !long.isEmpty else { throw Fault("the long descriptor is empty", column: 78) }
        return (PageText.trimmed(Substring(scalars.prefix(60))), long)
    }
}
