/// A page being set: paragraphs with indents and bullets, wrapped to a width.
package struct TextPage: Sendable {
    /// The width of the page in columns.
    package let columns: Int
    /// The lines set so far.
    package private(set) var lines: [StyledText] = []
    private var hasSpaceAhead = false

    /// An empty page this many columns wide.
    package init(columns: Int) { self.columns = columns }

    /// Adds a paragraph, `indent` columns in. With a mark (a bullet, a number), the mark stands on the first line and
    /// all lines hang behind it. Text without words adds nothing.
    package mutating func add(_ text: StyledText, mark: StyledText = "", indent: Int = 0) {
        let hang = indent + mark.displayWidth
        // On a terminal narrower than any text, words get room and the lines run over.
        let wrapped = text.wrapped(to: max(columns - hang, 8))
        guard let first = wrapped.first, !first.isEmpty else { return }
        if hasSpaceAhead { lines.append("") }
        hasSpaceAhead = false
        lines.append(StyledText(spaces: indent) + mark + first)
        lines += wrapped.dropFirst().map { StyledText(spaces: hang) + $0 }
    }

    /// Sets what comes next apart by an empty line, unless it is the first on the page.
    package mutating func addSpace() { hasSpaceAhead = !lines.isEmpty }
}

extension StyledText {
    /// This many spaces.
    package init(spaces count: Int) { self.init(String(repeating: " ", count: max(0, count))) }
}
