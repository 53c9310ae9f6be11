/// Up to 15 letters and digits in two words, the first in the lowest byte, zero bytes after the last.
struct PackedCharacters: Hashable, Sendable {
    /// Characters 1 to 8.
    private(set) var first: UInt64 = 0
    /// Characters 9 to 15.
    private(set) var last: UInt64 = 0
    private var count = 0

    /// The characters of a code as people write it: letters are taken in upper case, dots are passed over.
    ///
    /// Nil when there are none or too many, or one is neither letter, digit nor dot.
    init?(_ bytes: some Sequence<UInt8>) {
        for byte in bytes where !append(byte) { return nil }
        if count == 0 { return nil }
    }

    /// The characters of a string, likewise.
    init?(_ text: String) {
        // Byte by byte, a string is asked again and again where its bytes are.
        guard let characters = text.utf8.withContiguousStorageIfAvailable({ PackedCharacters($0) }) else { return nil }
        guard let characters else { return nil }
        self = characters
    }

    /// The characters of a C string, likewise.
    init?(_ text: UnsafePointer<CChar>) {
        var next = text
        while next.pointee != 0 {
            guard append(UInt8(bitPattern: next.pointee)) else { return nil }
            next += 1
        }
        if count == 0 { return nil }
    }

    /// How many fit: as many as a Swift string holds without allocating.
    private static let countMax = 15

    /// The characters as a string; it holds them inline.
    var text: String {
        String(unsafeUninitializedCapacity: Self.countMax) { bytes in
            for index in 0..<count {
                let word = index < 8 ? first : last
                bytes[index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (index & 7)))
            }
            return count
        }
    }

    /// Adds a character; false when it is neither letter, digit nor dot, or there is no room.
    private mutating func append(_ byte: UInt8) -> Bool {
        let character: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): character = byte
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character = byte & 0xDF
        case UInt8(ascii: "."): return true
        default: return false
        }
        guard count < Self.countMax else { return false }
        let shifted = UInt64(character) << UInt64(8 * (count & 7))
        if count < 8 { first |= shifted } else { last |= shifted }
        count += 1
        return true
    }
}
