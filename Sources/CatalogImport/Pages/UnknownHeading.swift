/// What a heading outside the vocabulary looks like: `Insurance Considerations`, `FAQ`, `What does it cost?`.
enum UnknownHeading {
    /// Whether the text is a short title, each word of weight capitalised, or a short question.
    static func hasShape(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard (1...8).contains(words.count), text.unicodeScalars.count <= 60, let first = words.first,
            isCapitalised(first)
        else { return false }
        if text.last == "?" { return questionWords.contains(first.lowercased()) }
        return !text.unicodeScalars.contains { ",.;:!?()".unicodeScalars.contains($0) }
            && words.allSatisfy { isCapitalised($0) || minorWords.contains($0) }
    }

    /// Whether a heading can stand above this line: a list, a sentence, or something labelled.
    static func canPrecede(_ line: PageLine) -> Bool {
        if line.marker != .none { return true }
        guard PageHeading(line.text) == nil else { return false }
        return PageText.isTerminated(line.text) || PageText.splitLabel(line.text) != nil
    }

    private static func isCapitalised(_ word: Substring) -> Bool {
        word.unicodeScalars.first.map(PageText.startsSentence) ?? false
    }

    private static let minorWords: Set<Substring> = [
        "a", "after", "an", "and", "at", "before", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
        "&", "/", "-", "–",
    ]

    private static let questionWords: Set<String> = [
        "are", "can", "do", "does", "how", "is", "should", "what", "when", "where", "which", "who", "why", "will",
    ]
}
