/// A line of text being edited, with a cursor between its characters. A character is what a person sees as one, whatever
/// scalars it is made of.
package struct LineEditor: Hashable, Sendable {
    /// The longest text, in bytes; what would not fit is not taken.
    package let byteCountMax: Int
    private var before: String
    private var behind = ""

    /// A line with the cursor at its end.
    package init(_ text: String = "", byteCountMax: Int) {
        self.byteCountMax = byteCountMax
        before = ""
        insert(text)
    }

    /// The text.
    package var text: String { before + behind }

    /// Does what the key says; keys that edit no line do nothing.
    package mutating func apply(_ key: Key) {
        switch key {
        case .text(let text): insert(text)
        case .left: if let last = before.popLast() { behind = String(last) + behind }
        case .right: if !behind.isEmpty { before.append(behind.removeFirst()) }
        case .home: (before, behind) = ("", text)
        case .end: (before, behind) = (text, "")
        case .backspace: _ = before.popLast()
        case .delete: if !behind.isEmpty { behind.removeFirst() }
        case .deleteToStart: before = ""
        case .deleteToEnd: behind = ""
        case .deleteWord:
            while before.last?.isWhitespace == true { before.removeLast() }
            while before.last?.isWhitespace == false { before.removeLast() }
        case .enter, .escape, .interrupt, .endOfInput, .up, .down, .pageUp, .pageDown: break
        }
    }

    /// The part of the line around the cursor that fits into so many columns, at least 1, and the cursor's column in it,
    /// from 0.
    package func visible(columns: Int) -> (text: String, cursorColumn: Int) {
        var shown = before[...]
        // The cursor needs a column of its own.
        while shown.displayWidth >= max(1, columns) { shown.removeFirst() }
        let cursorColumn = shown.displayWidth
        return (String(shown) + behind.prefix(columns: columns - cursorColumn), cursorColumn)
    }

    private mutating func insert(_ text: String) {
        for character in text {
            guard before.utf8.count + behind.utf8.count + character.utf8.count <= byteCountMax else { return }
            before.append(character)
        }
    }
}

extension StringProtocol {
    /// The longest beginning that takes at most so many columns of a terminal.
    package func prefix(columns: Int) -> String {
        var (result, width) = ("", 0)
        for character in self {
            width += character.displayWidth
            guard width <= columns else { break }
            result.append(character)
        }
        return result
    }
}
