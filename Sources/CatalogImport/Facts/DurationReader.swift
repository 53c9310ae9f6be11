internal import CatalogModel

/// Reads how long a procedure takes.
enum DurationReader {
    /// The first length of time in minutes or hours under Duration, else under a label that asks for it.
    ///
    /// Sentences about other times (preparation, monitoring, recovery) do not count. Later figures, for special cases,
    /// do not widen the first one.
    static func minutes(in statements: [Statement]) -> ClosedRange<Int>? {
        let sections = statements.filter { $0.section == .duration }
        let labelled = statements.filter { labels.contains($0.label) }
        for sentence in (sections + labelled).flatMap(\.sentences) {
            guard let span = TimeSpan.all(in: sentence).first(where: { $0.unit <= 60 }) else { continue }
            if aboutOtherTimes.contains(where: { sentence.contains($0) }) { continue }
            return span.minutes
        }
        return nil
    }

    private static let labels: Set<String> = ["duration", "procedure time", "length of procedure", "time required"]

    private static let aboutOtherTimes = [
        "recover", "observ", "monitor", "prepar", "hospital stay", "before the", "arrive",
    ]
}
