/// Text of one or more styles, safe to show: whatever it is made from, it holds no control characters.
package struct StyledText: Hashable, Sendable {
    struct Span: Hashable, Sendable {
        var text: String
        var style: TextStyle
    }

    private(set) var spans: [Span]

    /// Text of one style; control characters in it become visible (``Swift/String/printable``).
    package init(_ text: String, _ style: TextStyle = .plain) {
        spans = text.isEmpty ? [] : [Span(text: text.printable, style: style)]
    }

    init(spans: [Span]) { self.spans = spans }

    /// Whether there is nothing to show.
    package var isEmpty: Bool { spans.isEmpty }

    /// The text without its styles.
    package var plainText: String { spans.map(\.text).joined() }

    /// How many columns the text takes on one line.
    package var displayWidth: Int { spans.reduce(0) { $0 + $1.text.displayWidth } }

    /// The text as it goes to the terminal: with escape sequences for its styles, or without.
    package func rendered(inColor usesColor: Bool) -> String {
        usesColor ? spans.map { $0.style.applied(to: $0.text) }.joined() : plainText
    }

    /// One text after the other.
    package static func + (a: StyledText, b: StyledText) -> StyledText { StyledText(spans: a.spans + b.spans) }

    /// Appends a text.
    package static func += (a: inout StyledText, b: StyledText) { a.spans += b.spans }
}

extension StyledText: ExpressibleByStringLiteral {
    /// Plain text.
    package init(stringLiteral text: String) { self.init(text) }
}

extension [StyledText] {
    /// The texts in a row with a separator between them; empty ones are left out.
    package func joined(separator: StyledText) -> StyledText {
        let parts = filter { !$0.isEmpty }
        return parts.dropFirst().reduce(parts.first ?? "") { $0 + separator + $1 }
    }
}
