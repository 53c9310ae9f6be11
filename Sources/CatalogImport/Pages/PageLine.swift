/// One logical line of a page: a heading, a paragraph or a list entry, before it is known which.
struct PageLine: Hashable {
    /// What stands before the text.
    enum Marker: Hashable {
        case none
        /// A bullet of any shape.
        case bullet(Unicode.Scalar)
        /// A step number.
        case number(Int)
    }

    /// The line's number in the page, counted from 1.
    var number: Int
    /// Whether an empty line precedes it.
    var blankBefore: Bool
    /// How far it is indented, in columns; a tab is four.
    var indent: Int
    /// The bullet or step number.
    var marker: Marker
    /// The text after the marker, trimmed; never empty.
    var text: String
    /// The trimmed line, marker included.
    var printed: String

    /// Reads a line; nil when it has no text.
    init?(_ line: Substring, number: Int, blankBefore: Bool) {
        let printed = PageText.trimmed(line)
        let (marker, text) = Self.marker(of: printed)
        guard !text.isEmpty else { return nil }
        self.number = number
        self.blankBefore = blankBefore
        self.indent = Self.indent(of: line)
        self.marker = marker
        self.text = text
        self.printed = printed
    }

    /// A part of this line as a paragraph of its own.
    func paragraph(_ text: String) -> PageLine {
        var line = self
        line.blankBefore = false
        line.marker = .none
        line.text = text
        line.printed = text
        return line
    }

    /// The line with only this first part of its text.
    func keeping(_ head: String) -> PageLine {
        var line = self
        line.printed = String(Substring(printed.unicodeScalars.dropLast(text.unicodeScalars.count))) + head
        line.text = head
        return line
    }

    /// The lines with text, in order.
    static func lines(of lines: some Sequence<(number: Int, text: Substring)>) -> [PageLine] {
        var result: [PageLine] = []
        var blankBefore = false
        for (number, text) in lines {
            guard let line = PageLine(text, number: number, blankBefore: blankBefore) else {
                blankBefore = true
                continue
            }
            blankBefore = false
            // By index: a copy of the line above would make each joining cost its whole length.
            if let last = result.indices.last, line.continues(result[last]) {
                result[last].join(line)
            } else {
                result.append(line)
            }
        }
        return result
    }

    /// Whether this line goes on with the sentence of the one above, which was wrapped at a margin.
    private func continues(_ above: PageLine) -> Bool {
        guard !blankBefore, marker == .none, above.text.unicodeScalars.prefix(61).count > 60,
            !PageText.isTerminated(above.text),
            let first = text.unicodeScalars.first, first.properties.isLowercase
        else { return false }
        return above.text.last != ":" && PageHeading(text) == nil
            && (above.marker != .none || PageHeading(above.text) == nil)
    }

    private mutating func join(_ next: PageLine) {
        text += " " + next.text
        printed += " " + next.text
    }

    private static func indent(of line: Substring) -> Int {
        line.unicodeScalars.prefix(while: PageText.isBlank).reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
    }

    /// Whether a trimmed text starts with a bullet or a step number.
    static func isListEntry(_ text: String) -> Bool { marker(of: text).0 != .none }

    private static func marker(of text: String) -> (Marker, String) {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return (.none, text) }
        let rest = scalars.dropFirst()
        let needsSpace = "-*–—+".unicodeScalars.contains(first)
        if needsSpace || "•◦‣▪▫●○■□·∙⁃►➢".unicodeScalars.contains(first) {
            guard !needsSpace || rest.first.map(PageText.isBlank) ?? true else { return (.none, text) }
            return (.bullet(first), PageText.trimmed(Substring(rest)))
        }
        return step(scalars) ?? (.none, text)
    }

    /// `1. text`, `1) text` or `1.Text`; a number with leading zeros or without text is no step.
    private static func step(_ scalars: String.UnicodeScalarView) -> (Marker, String)? {
        let digits = scalars.prefix { ("0"..."9").contains($0) }
        let rest = scalars.dropFirst(digits.count)
        guard (1...3).contains(digits.count), digits.first != "0", let number = Int(Substring(digits)),
            rest.first == "." || rest.first == ")", let next = rest.dropFirst().first,
            PageText.isBlank(next) || next.properties.isAlphabetic
        else { return nil }
        return (.number(number), PageText.trimmed(Substring(rest.dropFirst())))
    }
}
