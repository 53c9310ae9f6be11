/// The words of a text, folded the way the index holds them: lower case, without accents, in the singular.
///
/// One buffer serves many texts; reading another one replaces its words. A word is a run of letters and digits; an
/// apostrophe joins (`Crohn's` is `crohn`), everything else separates. Scripts without case or accents are taken as
/// they are, one scalar after the other, so any text has a defined reading.
struct TokenBuffer {
    /// One word.
    struct Token {
        /// Where its folded bytes lie in ``TokenBuffer/bytes``.
        var bytes: Range<Int>
        /// Where it stands in the text, in Unicode scalar values.
        var scalars: Range<Int>
        /// Whether punctuation that ends a phrase (`,;:()[]`) stands before it.
        var startsPhrase: Bool
        /// Whether it stands in parentheses or brackets.
        var isAside: Bool
    }

    /// The folded bytes of all words, one after the other.
    private(set) var bytes: [UInt8] = []
    /// The words, in text order.
    private(set) var tokens: [Token] = []

    /// The longest word kept, in folded bytes; the rest of a longer one is dropped.
    static let wordByteCountMax = 64

    /// Reads the words of a text.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - countMax: how many words at most; what follows is not read.
    mutating func read(_ text: some StringProtocol, countMax: Int = .max) {
        if text.utf8.withContiguousStorageIfAvailable({ read($0, countMax: countMax) }) != nil { return }
        var text = String(text)
        text.withUTF8 { read($0, countMax: countMax) }
    }

    /// The same for UTF-8.
    mutating func read(_ utf8: UnsafeBufferPointer<UInt8>, countMax: Int = .max) {
        bytes.removeAll(keepingCapacity: true)
        tokens.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(utf8.count)
        tokens.reserveCapacity(min(utf8.count / 4, countMax))
        var state = Reading()
        var index = 0
        while index < utf8.count, tokens.count < countMax {
            let byte = utf8[index]
            if byte < 0x80 {
                index += 1
                readASCII(byte, &state)
            } else {
                let (scalar, length) = Self.scalar(in: utf8, at: index)
                index += length
                readFolded(scalar, &state)
            }
            state.scalarIndex += 1
        }
        endWord(&state)
    }

    /// What is known between two characters.
    private struct Reading {
        var scalarIndex = 0
        var wordStart: Int?
        var scalarStart = 0
        /// One past the last scalar of the word that is part of it.
        var scalarEnd = 0
        var startsPhrase = false
        var asideDepth = 0
        /// The word has an apostrophe here: what follows is dropped when it is a single s.
        var apostrophe: Int?
    }

    private mutating func readASCII(_ byte: UInt8, _ state: inout Reading) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            append(byte, &state)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            append(byte | 0x20, &state)
        case UInt8(ascii: "'"):
            if state.wordStart != nil, state.apostrophe == nil { state.apostrophe = bytes.count }
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"):
            endWord(&state)
            state.startsPhrase = true
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { state.asideDepth += 1 }
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
                state.asideDepth = max(0, state.asideDepth - 1)
            }
        default:
            endWord(&state)
        }
    }

    private mutating func readFolded(_ scalar: Unicode.Scalar, _ state: inout Reading) {
        switch ScalarFolding.folded(scalar) {
        case .letters(let letters):
            for letter in letters.utf8 { append(letter, &state) }
        case .mark:
            if state.wordStart != nil { state.scalarEnd = state.scalarIndex + 1 }
        case .apostrophe:
            if state.wordStart != nil, state.apostrophe == nil { state.apostrophe = bytes.count }
        case .separator:
            endWord(&state)
        }
    }

    private mutating func append(_ byte: UInt8, _ state: inout Reading) {
        if state.wordStart == nil {
            state.wordStart = bytes.count
            state.scalarStart = state.scalarIndex
        }
        state.scalarEnd = state.scalarIndex + 1
        if let start = state.wordStart, bytes.count - start < Self.wordByteCountMax { bytes.append(byte) }
    }

    private mutating func endWord(_ state: inout Reading) {
        guard let start = state.wordStart else { return }
        if let apostrophe = state.apostrophe, bytes.count - apostrophe == 1, bytes[apostrophe] == UInt8(ascii: "s") {
            bytes.removeLast()
        }
        state.wordStart = nil
        state.apostrophe = nil
        WordForms.makeSingular(&bytes, from: start)
        guard bytes.count > start else { return }
        tokens.append(
            Token(
                bytes: start..<bytes.count, scalars: state.scalarStart..<state.scalarEnd,
                startsPhrase: state.startsPhrase, isAside: state.asideDepth > 0))
        state.startsPhrase = false
    }

    /// Decodes the scalar at an index of well-formed UTF-8; a stray byte, which a Swift string never holds, is U+FFFD.
    private static func scalar(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, length: Int) {
        let first = UInt32(utf8[index])
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC0, index + length <= utf8.count else { return ("\u{FFFD}", 1) }
        var value = first & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { value = value << 6 | UInt32(utf8[index + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
