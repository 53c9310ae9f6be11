/// Checks the bytes of a string field.
package enum TextCheck {
    /// What is wrong with the text: not UTF-8 (RFC 3629, section 4: no overlong forms, no surrogates, nothing above
    /// U+10FFFF) or a U+0000 in it; nil when nothing is.
    package static func problem(of bytes: UnsafeRawBufferPointer) -> MessageError.Problem? {
        var index = 0
        while index < bytes.count {
            index = endOfPlainASCII(in: bytes, from: index)
            guard index < bytes.count else { break }
            if bytes[index] == 0 { return .containsNUL }
            let length = sequenceLength(in: bytes, at: index)
            if length == 0 { return .notUTF8 }
            index += length
        }
        return nil
    }

    /// The first position from `start` on, in steps of 8 bytes, where a byte may be zero or not ASCII.
    private static func endOfPlainASCII(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // Subtracting 1 from every byte sets the high bit of one that was zero.
            if (word | (word &- ones)) & highBits != 0 { break }
            index += 8
        }
        return index
    }

    /// How many bytes the well-formed character at `index` takes; 0 when there is none.
    private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
