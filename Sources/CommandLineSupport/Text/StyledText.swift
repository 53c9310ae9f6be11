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

    /// The text as it goes to the terminal: with escape sequences for its styles, or without. Spaces that held words
    /// together are plain ones by then.
    package func rendered(inColor usesColor: Bool) -> String {
        let text = usesColor ? spans.map { $0.style.applied(to: $0.text) }.joined() : plainText
        return text.replacing("\u{A0}", with: " ")
    }

    /// One text after the other.
    package static func + (a: StyledText, b: StyledText) -> StyledText {
        var sum = a
        sum += b
        return sum
    }

    /// Appends a text. Neighbours of one style become one span.
    package static func += (a: inout StyledText, b: StyledText) {
        for span in b.spans {
            if a.spans.last?.style == span.style {
                a.spans[a.spans.count - 1].text += span.text
            } else {
                a.spans.append(span)
            }
        }
    }
}

extension StyledText: ExpressibleByStringLiteral {
    /// Plain text.
    package init(stringLiteral text: String) { self.init(text) }
}

extension [StyledText] {
    /// The texts as one line of facts, ` · ` between them; the dot never starts a line.
    package var joinedByDots: StyledText { joined(separator: "\u{A0}· ") }

    /// The texts in a row with a separator between them; empty ones are left out.
    package func joined(separator: StyledText) -> StyledText {
        let parts = filter { !$0.isEmpty }
        return parts.dropFirst().reduce(parts.first ?? "") { $0 + separator + $1 }
    }
}
