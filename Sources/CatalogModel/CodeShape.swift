/// How the codes of each system look, as their owners define it: told apart from other texts without looking them up.
///
/// What a caller has sent as a code may be anything, such as a patient's name that slipped into the wrong field. Only what
/// has the shape of a code is repeated where it is kept or shown to others: names have no digits, dates and numbers of
/// records other lengths or marks.
extension CodeKey {
    /// Whether the code looks like one of its system. Never for systems outside the known five.
    public var hasShapeOfCode: Bool {
        let bytes = Array(code.utf8)
        return switch system {
        // Four digits and a digit or letter (00100, 0001F), or a modifier of two characters, one of them a digit.
        case .cpt:
            bytes.count == 5 ? bytes.dropLast().allSatisfy(\.isDigit) : Self.isModifier(bytes)
        // A letter and four digits (G0105), or a modifier.
        case .hcpcs:
            bytes.count == 5
                ? bytes[0].isLetter && bytes.dropFirst().allSatisfy(\.isDigit) : Self.isModifier(bytes)
        // Seven digits or letters other than I and O, or three for the header of a table; the first is a section.
        case .icd10PCS:
            (bytes.count == 7 || bytes.count == 3) && "0123456789BCDFGHX".utf8.contains(bytes[0])
                && bytes.contains(where: \.isDigit)
                && !bytes.contains { $0 == UInt8(ascii: "I") || $0 == UInt8(ascii: "O") }
        // A letter, a digit, a digit or letter, and up to four more (E119, C7A00, S72001A).
        case .icd10CM:
            (3...7).contains(bytes.count) && bytes[0].isLetter && bytes[1].isDigit
        // Two to four digits.
        case .icd9PCS: (2...4).contains(bytes.count) && bytes.allSatisfy(\.isDigit)
        case .other: false
        }
    }

    private static func isModifier(_ bytes: [UInt8]) -> Bool { bytes.count == 2 && bytes.contains(where: \.isDigit) }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
