/// Base64 as `-bin` metadata uses it: written without padding, read with or without it (gRPC over HTTP/2,
/// "Binary-Header").
package enum Base64 {
    /// What stands for the last two of the 64 values.
    package enum Alphabet: Sendable {
        /// `+` and `/` (RFC 4648, section 4).
        case standard
        /// `-` and `_`, which need no escape in URLs (RFC 4648, section 5).
        case url

        fileprivate var last: (UInt8, UInt8) {
            switch self {
            case .standard: (UInt8(ascii: "+"), UInt8(ascii: "/"))
            case .url: (UInt8(ascii: "-"), UInt8(ascii: "_"))
            }
        }
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// The bytes as unpadded Base64 text.
    package static func encode(_ bytes: [UInt8], alphabet: Alphabet = .standard) -> [UInt8] {
        func digit(_ value: Int) -> UInt8 {
            value < digits.count ? digits[value] : value == 62 ? alphabet.last.0 : alphabet.last.1
        }
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits = 0
        var bitCount = 0
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(digit(bits >> bitCount & 0x3F))
            }
        }
        if bitCount > 0 { text.append(digit(bits << (6 - bitCount) & 0x3F)) }
        return text
    }

    /// The bytes that the text stands for; nil when it is no Base64 text.
    package static func decode(_ text: some Collection<UInt8>, alphabet: Alphabet = .standard) -> [UInt8]? {
        let digits = text.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.dropFirst(digits.count)
        let isPadded = !padding.isEmpty
        guard digits.count % 4 != 1, padding.count <= 2, padding.allSatisfy({ $0 == UInt8(ascii: "=") }),
            !isPadded || text.count % 4 == 0
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits = 0
        var bitCount = 0
        for digit in digits {
            guard let value = value(of: digit, in: alphabet) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(bits >> bitCount & 0xFF))
            }
        }
        return bytes
    }

    private static func value(of digit: UInt8, in alphabet: Alphabet) -> Int? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48 + 52
        case alphabet.last.0: 62
        case alphabet.last.1: 63
        default: nil
        }
    }
}
