/// How the bytes of a file stand for text.
enum TextEncoding: Sendable {
    /// UTF-8, strictly.
    case utf8
    /// Windows code page 1252, as CMS tables from spreadsheets have it. Its five unassigned bytes are no text.
    case windows1252
    /// UTF-8 where the bytes are that, else Windows code page 1252: tables filled from many editors have both. Any bytes are
    /// text so; an unassigned one becomes U+FFFD.
    case mixed

    /// The text of these bytes; nil when they are none.
    func text(_ bytes: some Collection<UInt8>) -> String? {
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        switch self {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .windows1252: return Self.windows1252(bytes, unassigned: nil)
        case .mixed:
            return String(validating: bytes, as: UTF8.self) ?? Self.windows1252(bytes, unassigned: "\u{FFFD}")
        }
    }

    private static func windows1252(_ bytes: some Collection<UInt8>, unassigned: Unicode.Scalar?) -> String? {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            switch byte {
            case 0x80...0x9F:
                guard let scalar = high[Int(byte) - 0x80] ?? unassigned else { return nil }
                text.append(scalar)
            default: text.append(Unicode.Scalar(byte))
            }
        }
        return String(text)
    }

    /// 0x80 to 0x9F (unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT).
    private static let high: [Unicode.Scalar?] = [
        "\u{20AC}", nil, "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", nil, "\u{017D}", nil,
        nil, "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", nil, "\u{017E}", "\u{0178}",
    ]
}
