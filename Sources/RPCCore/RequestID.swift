/// What callers name a call with, in the field `x-request-id`.
///
/// It is written into logs and sent back, so it must not be able to carry anything else: only texts are taken that are made
/// by programs to be unique, and that no name, number of a patient or date looks like.
package enum RequestID {
    /// The field of the metadata.
    package static let field: StaticString = "x-request-id"

    /// Whether this is a UUID (RFC 9562: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`), the same as 32 digits, or a ULID
    /// (`01ARZ3NDEKTSV4RRFFQ69G5FAV`).
    package static func isWellFormed(_ text: UnsafeRawBufferPointer) -> Bool {
        switch text.count {
        case 36: text.indices.allSatisfy { dashes.contains($0) ? text[$0] == dash : isHexadecimal(text[$0]) }
        case 32: text.allSatisfy(isHexadecimal)
        // 128 bits in 26 digits of 5: the first is at most 7.
        case 26: (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(text[0]) && text.allSatisfy(isCrockfordBase32)
        default: false
        }
    }

    private static let dash = UInt8(ascii: "-")
    /// Where a UUID has dashes.
    private static let dashes: Set<Int> = [8, 13, 18, 23]

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func isCrockfordBase32(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "O"), UInt8(ascii: "U"): false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }
}
