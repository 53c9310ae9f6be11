/// Reading text scalar by scalar. Characters would not do: a combining mark after a bullet, a space or a line break
/// would change what the parser sees there, and rendering would not give the same page back.
enum PageText {
    /// Whether the scalar is white space, a byte order mark or a zero-width space.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }

    /// Whether the scalar ends a line (Unicode Standard Annex 14, classes BK, CR, LF, NL).
    static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// The text without white space, and without these ASCII marks, at both ends.
    static func trimmed(_ text: Substring, also marks: String = "") -> String {
        let isOuter = { (scalar: Unicode.Scalar) in isBlank(scalar) || marks.unicodeScalars.contains(scalar) }
        let head = text.unicodeScalars.drop(while: isOuter)
        let tailCount = head.reversed().prefix(while: isOuter).count
        return String(Substring(head.dropLast(tailCount)))
    }

    /// The lines with their line ends taken off; CR LF counts as one line end.
    static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            var next = scalars.index(after: index)
            if isLineBreak(scalar) {
                lines.append(Substring(scalars[start..<index]))
                if scalar == "\r", next < scalars.endIndex, scalars[next] == "\n" { next = scalars.index(after: next) }
                start = next
            }
            index = next
        }
        lines.append(Substring(scalars[start...]))
        return lines
    }

    /// Splits at the first colon that stands before white space or at the end, if what precedes it qualifies. Labels are
    /// short: only the first 100 scalars are looked at.
    static func split(_ text: String, atColonAfter qualifies: (String) -> Bool) -> (label: String, value: String)? {
        let scalars = text.unicodeScalars
        let colon = scalars.indices.prefix(100).first { index in
            guard scalars[index] == ":" else { return false }
            let next = scalars.index(after: index)
            return next == scalars.endIndex || isBlank(scalars[next])
        }
        guard let colon else { return nil }
        let label = String(Substring(scalars[..<colon]))
        guard qualifies(label) else { return nil }
        return (label, trimmed(Substring(scalars[scalars.index(after: colon)...])))
    }

    /// Splits `Label: value`; a label is one to six words, starts with a capital or a digit, and holds no sentence end.
    static func splitLabel(_ text: String) -> (label: String, value: String)? {
        split(text, atColonAfter: isLabel)
    }

    private static func isLabel(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, startsSentence(first) || first.properties.numericType != nil,
            let last = text.unicodeScalars.last, !isBlank(last), text.unicodeScalars.count <= 60
        else { return false }
        let words = text.split(whereSeparator: \.isWhitespace)
        return (1...6).contains(words.count)
            && !words.contains {
                $0.unicodeScalars.last.map(endsSentence) ?? false || $0.hasSuffix(";") || $0.hasSuffix(",")
            }
    }

    /// Whether the scalar can be a sentence's first.
    static func startsSentence(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isUppercase || scalar.properties.generalCategory == .titlecaseLetter
    }

    /// Whether the scalar is a full stop, a question mark or an exclamation mark.
    static func endsSentence(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "!" || scalar == "?" }

    /// Whether the text ends like a sentence, closing brackets and quotes aside.
    static func isTerminated(_ text: String) -> Bool {
        let tail = text.unicodeScalars.reversed().first { !")]\"'”’".unicodeScalars.contains($0) }
        return tail.map(endsSentence) ?? false
    }
}
