/// A length of time a text states: `3 to 6 hours`, `about an hour`, `up to a year`, `a few weeks`.
struct TimeSpan: Hashable {
    /// Shortest to longest, in minutes (a day is 1,440, a week 7 days, a month 30, a year 365); nil where the text is
    /// vague (`several weeks`) or leaves one end open (`at least two days`). `up to` starts at 0.
    var minutes: ClosedRange<Int>?
    /// The smaller of the units used, in minutes: 1, 60, 1,440 …
    var unit: Int
    /// Which of the text's words it covers.
    var words: Range<Int>

    static let day = 1440

    /// The range in whole days; nil where ``minutes`` is nil or no whole number of days.
    var days: ClosedRange<Int>? {
        guard let minutes, minutes.lowerBound % Self.day == 0, minutes.upperBound % Self.day == 0 else { return nil }
        return minutes.lowerBound / Self.day...minutes.upperBound / Self.day
    }

    /// The spans in a lower-case text, in order.
    static func all(in text: String) -> [TimeSpan] { all(in: TimeWord.words(of: text)) }

    /// The spans among these words, in order.
    static func all(in words: [TimeWord]) -> [TimeSpan] {
        var spans: [TimeSpan] = []
        var index = 0
        while index < words.count {
            var reader = TimeSpanReader(words: words, index: index)
            if let span = reader.span() {
                spans.append(span)
                index = span.words.upperBound
            } else {
                index += 1
            }
        }
        return spans
    }
}
