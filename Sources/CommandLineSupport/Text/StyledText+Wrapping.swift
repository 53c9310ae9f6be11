extension StyledText {
    /// The text broken between words into lines of at most `columns` columns; one empty line for text without words.
    ///
    /// Runs of spaces count as one. A word wider than a line is cut, except one with `://` in it: a broken address is
    /// worse than a long line.
    package func wrapped(to columns: Int) -> [StyledText] {
        var lines: [StyledText] = []
        var line = StyledText("")
        var width = 0
        for word in words.flatMap({ $0.cut(to: max(1, columns)) }) {
            let wordWidth = word.displayWidth
            if !line.isEmpty, width + 1 + wordWidth > columns {
                lines.append(line)
                line = ""
                width = 0
            }
            if !line.isEmpty {
                line.appendSpace(before: word)
                width += 1
            }
            line += word
            width += wordWidth
        }
        return lines + [line]
    }

    /// The text on one line of at most `columns` columns, with an ellipsis at its end where it does not fit.
    package func truncated(to columns: Int) -> StyledText {
        guard displayWidth > columns else { return self }
        var line = StyledText("")
        var left = max(0, columns - 1)
        for span in spans {
            let text = span.text.prefix(columns: left)
            line += StyledText(spans: text.isEmpty ? [] : [Span(text: text, style: span.style)])
            left -= text.displayWidth
            guard text.utf8.count == span.text.utf8.count else { break }
        }
        return columns > 0 ? line + "…" : line
    }

    /// The maximal runs without breaking spaces; a word may change its style in the middle.
    private var words: [StyledText] {
        var words: [StyledText] = []
        var continues = false
        for span in spans {
            for (index, piece) in span.text.split(omittingEmptySubsequences: false, whereSeparator: \.isBreakingSpace)
                .enumerated()
            {
                if index > 0 { continues = false }
                guard !piece.isEmpty else { continue }
                let part = StyledText(spans: [Span(text: String(piece), style: span.style)])
                if continues { words[words.count - 1] += part } else { words.append(part) }
                continues = true
            }
        }
        return words
    }

    /// The word in pieces of at most `columns` columns.
    private func cut(to columns: Int) -> [StyledText] {
        guard displayWidth > columns, !plainText.contains("://") else { return [self] }
        var pieces: [StyledText] = [""]
        var width = 0
        for span in spans {
            for character in span.text {
                if width > 0, width + character.displayWidth > columns {
                    pieces.append("")
                    width = 0
                }
                pieces[pieces.count - 1].append(character, span.style)
                width += character.displayWidth
            }
        }
        return pieces
    }

    /// A space in the style both neighbours share, so that a styled phrase stays one span.
    private mutating func appendSpace(before word: StyledText) {
        let style = spans.last?.style == word.spans.first?.style ? spans.last?.style : nil
        append(" ", style ?? .plain)
    }

    private mutating func append(_ character: Character, _ style: TextStyle) {
        self += StyledText(spans: [Span(text: String(character), style: style)])
    }
}

extension Character {
    /// Whether a line may be broken here: any white space but the three that forbid it.
    fileprivate var isBreakingSpace: Bool { isWhitespace && !["\u{A0}", "\u{2007}", "\u{202F}"].contains(self) }
}
