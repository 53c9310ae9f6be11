/// A code of ICD-10-PCS or ICD-10-CM as CMS files write it, without its dot: at most seven capital letters and digits,
/// held in one word so that a set of them stays small.
struct ICD10Code: Hashable, CustomStringConvertible {
    private let bits: UInt64

    /// How many characters it has.
    var count: Int { (64 - bits.leadingZeroBitCount + 7) / 8 }

    /// Reads a code followed by blanks; nil for anything else.
    init?(_ field: ArraySlice<UInt8>) {
        let code = field.prefix { $0 != UInt8(ascii: " ") }
        guard (1...7).contains(code.count), field.dropFirst(code.count).allSatisfy({ $0 == UInt8(ascii: " ") }) else {
            return nil
        }
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
    var parent: ICD10Code? { count > 1 ? ICD10Code(bits: bits >> 8) : nil }

    /// The characters as ASCII.
    var bytes: [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * (count - 1 - $0))) } }

    var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Which codes a system can have.
    enum Grammar {
        /// Seven characters, headers three; no I and no O (ICD-10-PCS Official Guidelines, A3).
        case icd10PCS
        /// Three to seven characters, a letter first (ICD-10-CM Official Guidelines, I.A.2). Categories such as `QA0`
        /// have a letter in second place, too.
        case icd10CM

        func allows(_ code: ICD10Code, isHeader: Bool) -> Bool {
            switch self {
            case .icd10PCS: code.count == (isHeader ? 3 : 7) && !code.bytes.contains { Self.isLeftOut($0) }
            case .icd10CM: (3...7).contains(code.count) && code.bytes[0] >= UInt8(ascii: "A")
            }
        }

        /// Whether no code of ICD-10-PCS has this character.
        static func isLeftOut(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "I") || byte == UInt8(ascii: "O") }
    }
}
