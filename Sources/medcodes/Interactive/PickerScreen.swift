internal import CatalogModel
internal import CommandLineSupport

/// A ``CodePicker`` as it is drawn: what is typed, how it was read, the hits with the chosen one marked, the keys.
struct PickerScreen {
    /// At most as many as the terminal has rows, none wider than it.
    let lines: [StyledText]
    /// Where in the first line the cursor stands, from 0.
    let cursorColumn: Int

    private static let prompt = "> "

    /// The screen for a terminal of this size.
    init(of picker: CodePicker, rows: Int, columns: Int) {
        let prompt = columns > Self.prompt.count * 2 ? Self.prompt : ""
        let (text, cursor) = picker.line.visible(columns: columns - prompt.count)
        cursorColumn = prompt.count + cursor
        let head = [StyledText(prompt, .strong) + StyledText(text), Self.status(of: picker)]
        let keys = StyledText("↑ ↓ choose · Enter open · Esc leave", .faint)
        let hits = Self.hits(of: picker, rows: rows - head.count - 1)
        lines = (head + hits + [keys]).prefix(max(1, rows)).map { $0.truncated(to: columns) }
    }

    private static func status(of picker: CodePicker) -> StyledText {
        if let failure = picker.failure { return StyledText(failure.description, .alarm) }
        let answer = picker.answer
        let corrected =
            answer.corrected.isEmpty ? "" : StyledText("searched for ") + StyledText(answer.corrected, .strong)
        guard !answer.hits.isEmpty else {
            if picker.isAwaiting { return StyledText("Searching …", .faint) }
            return picker.isEmpty ? StyledText("Type words or a code.", .faint) : StyledText("No code answers.")
        }
        let codes = answer.totalCount == 1 ? "1 code" : "\(answer.totalCount) codes"
        return [StyledText(codes, .faint), corrected].joinedByDots
    }

    /// The rows around the chosen hit.
    private static func hits(of picker: CodePicker, rows: Int) -> [StyledText] {
        let hits = picker.answer.hits
        guard rows > 0, !hits.isEmpty else { return [] }
        let first = min(max(0, picker.selection - rows + 1), max(0, hits.count - rows))
        let systemWidth = hits.map(\.key.system.name.displayWidth).max() ?? 0
        let codeWidth = hits.map { SearchPage.code(of: $0).displayWidth }.max() ?? 0
        return hits.indices.dropFirst(first).prefix(rows).map { place in
            let hit = hits[place]
            let code = SearchPage.code(of: hit)
            let isChosen = place == picker.selection
            return StyledText(isChosen ? "▸ " : "  ", .good) + StyledText(hit.key.system.name)
                + StyledText(spaces: systemWidth - hit.key.system.name.displayWidth + 2)
                + StyledText(code, isChosen ? .strong : .plain)
                + StyledText(spaces: codeWidth - code.displayWidth + 2) + SearchPage.descriptor(of: hit)
        }
    }
}
