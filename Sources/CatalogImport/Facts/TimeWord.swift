/// A word of a text that talks of time: a word in lower case, a number, or a dash between them.
enum TimeWord: Hashable {
    case word(String)
    case number(Double)
    /// A part of one, which may follow a whole number: `1 1/2`, `2½`.
    case fraction(Double)
    case dash
    case other

    /// The words of a lower-case text.
    static func words(of text: String) -> [TimeWord] {
        var words: [TimeWord] = []
        var rest = text[...]
        while let first = rest.first {
            if isDigit(first) {
                words.append(number(from: &rest))
            } else if first.isLetter {
                words.append(word(from: &rest))
            } else {
                rest.removeFirst()
                if let value = glyphs[first] {
                    words.append(.fraction(value))
                } else if "-–—‑".contains(first) {
                    words.append(.dash)
                } else if !first.isWhitespace {
                    words.append(.other)
                }
            }
        }
        return words
    }

    /// `20`, `1.5` or `1/2`.
    private static func number(from rest: inout Substring) -> TimeWord {
        let whole = digits(from: &rest)
        guard let mark = rest.first, mark == "." || mark == "/", let next = rest.dropFirst().first, isDigit(next) else {
            return .number(Double(whole) ?? 0)
        }
        rest.removeFirst()
        let part = digits(from: &rest)
        if mark == "." { return .number(Double("\(whole).\(part)") ?? 0) }
        guard let upper = Double(whole), let lower = Double(part), lower > upper else { return .other }
        return .fraction(upper / lower)
    }

    private static func digits(from rest: inout Substring) -> Substring {
        let digits = rest.prefix(while: isDigit)
        rest = rest[digits.endIndex...]
        return digits
    }

    /// A word; a number where it spells one, `forty-five` included.
    private static func word(from rest: inout Substring) -> TimeWord {
        let word = letters(from: &rest)
        guard let number = numbers[word] else { return .word(String(word)) }
        guard number >= 20, rest.first == "-" else { return .number(number) }
        var tail = rest.dropFirst()
        guard let ones = numbers[letters(from: &tail)], ones < 10 else { return .number(number) }
        rest = tail
        return .number(number + ones)
    }

    private static func letters(from rest: inout Substring) -> Substring {
        let letters = rest.prefix { $0.isLetter || $0 == "'" || $0 == "’" }
        rest = rest[letters.endIndex...]
        return letters
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static let glyphs: [Character: Double] = ["½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1.0 / 3, "⅔": 2.0 / 3]

    private static let numbers: [Substring: Double] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30,
        "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    ]
}
