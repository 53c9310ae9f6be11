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
    let code: Code
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
        guard let code = Code(bytes[6..<13]) else {
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

extension OrderRow {
    /// A code of at most seven capital letters and digits, held in one word so that a set of them stays small.
    struct Code: Hashable, CustomStringConvertible {
        private let bits: UInt64

        /// How many characters it has.
        var count: Int { (64 - bits.leadingZeroBitCount + 7) / 8 }

        /// Reads a code followed by blanks; nil for anything else.
        init?(_ field: ArraySlice<UInt8>) {
            let code = field.prefix { $0 != UInt8(ascii: " ") }
            guard !code.isEmpty, field.dropFirst(code.count).allSatisfy({ $0 == UInt8(ascii: " ") }) else { return nil }
            var bits: UInt64 = 0
            for byte in code {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    bits = bits << 8 | UInt64(byte)
                default: return nil
                }
            }
            self.bits = bits
        }

        private init(bits: UInt64) { self.bits = bits }

        /// The code without its last character; nil when that leaves nothing.
        var parent: Code? { count > 1 ? Code(bits: bits >> 8) : nil }

        /// The characters as ASCII.
        var bytes: [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * (count - 1 - $0))) } }

        var description: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Which codes a system can have.
    enum Grammar {
        /// Seven characters, headers three; no I and no O (ICD-10-PCS Official Guidelines, A3).
        case icd10PCS
        /// Three to seven characters: a letter, a digit, then letters and digits (ICD-10-CM Official Guidelines, I.A.2).
        case icd10CM

        func allows(_ code: Code, isHeader: Bool) -> Bool {
            switch self {
            case .icd10PCS:
                code.count == (isHeader ? 3 : 7)
                    && !code.bytes.contains { [UInt8(ascii: "I"), UInt8(ascii: "O")].contains($0) }
            case .icd10CM:
                (3...7).contains(code.count) && code.bytes[0] >= UInt8(ascii: "A") && code.bytes[1] <= UInt8(ascii: "9")
            }
        }
    }
}
