/// What a character beyond ASCII is to a word.
enum ScalarFolding {
    /// The letters it counts as.
    case letters(String)
    /// Part of the letter before it, like a combining accent.
    case mark
    /// An apostrophe in print.
    case apostrophe
    /// The end of a word.
    case separator

    /// Folds a character: accented Latin letters to plain ones, Greek letters that medicine writes to their names.
    static func folded(_ scalar: Unicode.Scalar) -> ScalarFolding {
        switch scalar.value {
        case 0x2019, 0x2BC: return .apostrophe
        case 0xB2: return .letters("2")
        case 0xB3: return .letters("3")
        case 0xB9: return .letters("1")
        case 0x300...0x36F, 0xFE00...0xFE0F, 0x200B...0x200F: return .mark
        default: break
        }
        if let name = names[scalar] { return .letters(name) }
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType != nil else { return .separator }
        let lower = properties.lowercaseMapping
        if scalar.value < 0x250 {
            let plain = String(lower.withoutAccents.filter(\.isASCII))
            if !plain.isEmpty { return .letters(plain) }
        }
        return .letters(lower)
    }

    private static let names: [Unicode.Scalar: String] = [
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda", "μ": "micro", "µ": "micro",
        "ø": "o", "Ø": "o", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "ı": "i",
        "đ": "d", "Đ": "d", "ð": "d", "þ": "th",
    ]
}

extension String {
    /// The Latin letters without their accents; other characters as they are.
    fileprivate var withoutAccents: String {
        var base = ""
        for scalar in unicodeScalars {
            base.unicodeScalars.append(LatinLetters.plain[scalar] ?? scalar)
        }
        return base
    }
}

/// The accented letters of the Latin-1 and Latin Extended-A blocks and what they are without the accent.
private enum LatinLetters {
    static let plain: [Unicode.Scalar: Unicode.Scalar] = {
        let groups: [(Unicode.Scalar, String)] = [
            ("a", "àáâãäåāăąǎ"), ("c", "çćĉċč"), ("d", "ď"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
            ("i", "ìíîïĩīĭįǐ"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀ"), ("n", "ñńņňŉ"), ("o", "òóôõöōŏőǒ"),
            ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųǔ"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ]
        var plain: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (letter, accented) in groups {
            for scalar in accented.unicodeScalars { plain[scalar] = letter }
        }
        return plain
    }()
}
