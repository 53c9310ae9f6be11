/// What a load test looks for: words of a code's descriptor, as someone would type them who means that code.
enum BenchQuery {
    /// The most words in a query.
    private static let wordCountMax = 3
    /// Shorter words tell little.
    private static let wordLengthMin = 4

    /// Up to three longer words of the descriptor, in order, in small letters; all of it when it has none.
    static func search(for descriptor: String) -> String {
        let words = words(of: descriptor)
        return words.isEmpty ? descriptor : words.prefix(wordCountMax).joined(separator: " ")
    }

    /// The beginning of a query: its first word, or so many letters of it.
    static func prefix(for descriptor: String, length: Int) -> String {
        String((words(of: descriptor).first ?? descriptor).prefix(length))
    }

    private static func words(of descriptor: String) -> [String] {
        descriptor.lowercased().split { !$0.isLetter }.filter { $0.count >= wordLengthMin }.map(String.init)
    }
}
