/// A query that is a code, part of one, a range of codes or a code with wildcards.
///
/// Letters of any case, with or without dots; `*` stands for any rest, `?` for one character, `A00-A09` for a range.
struct CodePattern {
    /// The characters, upper case, without dots.
    private(set) var characters: [UInt8] = []
    /// The last code of a range; nil when it is none.
    private(set) var rangeEnd: [UInt8]?

    /// The most characters a code has; longer texts are no codes.
    private static let characterCountMax = 16

    /// Reads a word that may be a code; nil when it cannot be one.
    init?(_ text: some StringProtocol) {
        var parts: [[UInt8]] = [[]]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): parts[parts.count - 1].append(byte - 0x20)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"),
                UInt8(ascii: "?"):
                parts[parts.count - 1].append(byte)
            case UInt8(ascii: "."): continue
            case UInt8(ascii: "-"): parts.append([])
            default: return nil
            }
            guard parts[parts.count - 1].count <= Self.characterCountMax, parts.count <= 2 else { return nil }
        }
        guard parts.allSatisfy({ $0.count >= 1 }) else { return nil }
        characters = parts[0]
        if parts.count == 2 {
            guard parts[0].count >= 3, !parts.joined().contains(where: Self.isWildcard),
                parts[0].contains(where: Self.isDigit), parts[1].contains(where: Self.isDigit)
            else { return nil }
            rangeEnd = parts[1]
        }
        guard characters.contains(where: { !Self.isWildcard($0) }) else { return nil }
    }

    /// Whether it has a digit, as nearly all codes do and words do not.
    var hasDigit: Bool { characters.contains(where: Self.isDigit) }
    /// Whether it has a wildcard.
    var hasWildcard: Bool { characters.contains(where: Self.isWildcard) }

    /// The characters before the first wildcard.
    var fixedPrefix: ArraySlice<UInt8> { characters.prefix { !Self.isWildcard($0) } }

    /// The patterns with look-alikes exchanged: every O for 0 and I for 1, and the other way round, for systems where
    /// only some characters can be letters.
    var lookAlikes: [CodePattern] {
        let digits = replacing([UInt8(ascii: "O"): UInt8(ascii: "0"), UInt8(ascii: "I"): UInt8(ascii: "1")])
        let letters = replacing([UInt8(ascii: "0"): UInt8(ascii: "O"), UInt8(ascii: "1"): UInt8(ascii: "I")])
        // A letter first, as in ICD-10-CM and HCPCS, and digits after it.
        var mixed = digits
        if let first = letters.characters.first { mixed.characters[0] = first }
        return [digits, mixed, letters].filter { $0.characters != characters }
    }

    private func replacing(_ map: [UInt8: UInt8]) -> CodePattern {
        var copy = self
        copy.characters = characters.map { map[$0] ?? $0 }
        return copy
    }

    /// Whether the only wildcard is a `*` at the end, so that the pattern is a prefix.
    var isPrefix: Bool { fixedPrefix.count == characters.count - 1 && characters.last == UInt8(ascii: "*") }

    /// Whether a code matches; without a wildcard, whether it starts with the characters.
    func matches(_ code: ArraySlice<UInt8>) -> Bool {
        guard hasWildcard else { return code.starts(with: characters) }
        return characters.withUnsafeBufferPointer { pattern in
            code.withUnsafeBufferPointer { Self.matches(pattern, $0) }
        }
    }

    /// Glob matching, each wildcard tried shortest first; patterns and codes are at most 64 bytes.
    private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ code: UnsafeBufferPointer<UInt8>) -> Bool {
        var (place, position) = (0, 0)
        // Behind the last star, and where what it stands for ends.
        var retry: (place: Int, position: Int)?
        while place < pattern.count || position < code.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                place += 1
                retry = (place, position)
            } else if place < pattern.count, position < code.count,
                pattern[place] == UInt8(ascii: "?") || pattern[place] == code[position]
            {
                place += 1
                position += 1
            } else if let last = retry, last.position < code.count {
                retry = (last.place, last.position + 1)
                (place, position) = (last.place, last.position + 1)
            } else {
                return false
            }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isWildcard(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") }
}
