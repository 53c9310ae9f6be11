internal import CatalogModel

/// Reads how long the patient stays in hospital.
enum HospitalStayReader {
    /// The days that a statement labelled as the hospital stay names (`Hospital stay: 2 to 5 days`, `none`), else those of
    /// the first sentence that states a stay: `1-3 days in the hospital`, `overnight stay` (1), `home the same day` (0); a
    /// sentence that names several gives the range over them.
    static func days(in statements: [Statement]) -> ClosedRange<Int>? {
        let told = statements.filter { sections.contains($0.section) }
        if let labelled = told.first(where: { labels.contains($0.label) }) {
            // The label belongs to every clause of the first sentence; what follows may speak of other things.
            guard let sentence = labelled.sentences.first else { return nil }
            let clauses = sentence.split { ",;".contains($0) }.map { "hospital stay \($0)" }
            return sentence.hasPrefix("none") ? 0...0 : days(in: [clauses.joined(separator: ",")])
        }
        return days(in: told.flatMap(\.sentences))
    }

    private static func days(in sentences: [String]) -> ClosedRange<Int>? {
        for sentence in sentences {
            let stays = sentence.split(whereSeparator: { ",;".contains($0) }).map(stay)
            if stays.contains(.vague) { return nil }
            let days = stays.flatMap(\.days)
            if let shortest = days.map(\.lowerBound).min(), let longest = days.map(\.upperBound).max() {
                return shortest...longest
            }
        }
        return nil
    }

    /// What one clause says of a stay.
    private enum Stay: Equatable {
        case unsaid, vague
        case lasts([ClosedRange<Int>])

        var days: [ClosedRange<Int>] { if case .lasts(let days) = self { days } else { [] } }
    }

    private static func stay(in clause: Substring) -> Stay {
        let words = TimeWord.words(of: String(clause))
        guard !words.contains(where: { isAny(of: visits, $0) }) else { return .unsaid }
        var days: [ClosedRange<Int>] = []
        if clause.contains("same day") || clause.contains("same-day"), isGoingHome(clause) { days.append(0...0) }
        if clause.contains("overnight"), !clause.contains("fast"), !clause.contains("eat") { days.append(1...1) }
        for span in TimeSpan.all(in: words) where span.unit >= 60 && isNearStay(span, words) {
            guard let range = span.days else { return .vague }
            days.append(range)
        }
        return days.isEmpty ? .unsaid : .lasts(days)
    }

    private static func isGoingHome(_ clause: Substring) -> Bool {
        ["home", "discharge", "leave", "outpatient"].contains { clause.contains($0) }
    }

    /// Whether a word for being in hospital stands within five words of the span.
    private static func isNearStay(_ span: TimeSpan, _ words: [TimeWord]) -> Bool {
        let reach = max(span.words.lowerBound - 5, 0)..<min(span.words.upperBound + 5, words.count)
        return words[reach].contains { isAny(of: stays, $0) }
    }

    private static func isAny(of set: Set<String>, _ word: TimeWord) -> Bool {
        if case .word(let word) = word { set.contains(word) } else { false }
    }

    private static let labels: Set<String> = ["hospital stay", "length of stay", "hospitalization", "stay"]

    private static let sections: Set<SectionKind> = [
        .recovery, .setting, .duration, .patientExperience, .procedureDescription,
    ]

    private static let stays: Set<String> = [
        "hospital", "hospitalization", "hospitalized", "inpatient", "stay", "stays", "admitted", "admission",
        "discharged",
    ]

    /// A clause with one of these talks of coming back, or of what happens elsewhere.
    private static let visits: Set<String> = [
        "appointment", "appointments", "return", "returns", "follow", "sutures", "stitches", "visit", "visits",
        "before",
        "prior", "intensive", "icu", "work", "off",
    ]
}
