internal import CatalogModel
internal import CommandLineSupport

/// A procedure's facts in one line: `45–60 min · general anesthesia · outpatient · home the same day`.
enum FactsLine {
    /// The line; empty where nothing is known.
    static func text(of facts: ProcedureFacts) -> StyledText {
        let parts = [
            facts.durationMinutes.map(duration) ?? "",
            anesthesia(facts.anesthesia),
            facts.settings.map(\.words).joined(separator: ", "),
            facts.hospitalDays.map(hospitalStay) ?? "",
            facts.recoveryDays.map { "full recovery in " + span($0) } ?? "",
        ]
        return parts.map { StyledText($0) }.joinedByDots
    }

    /// Whole hours as hours, anything else in minutes.
    static func duration(_ minutes: ClosedRange<Int>) -> String {
        minutes.inUnits(of: 60).map { "\($0.words) h" } ?? "\(minutes.words) min"
    }

    /// The days in the largest unit that divides both ends; a week is 7 days, a month 30, a year 365.
    static func span(_ days: ClosedRange<Int>) -> String {
        for (length, unit) in [(365, "year"), (30, "month"), (7, "week")] {
            if let count = days.inUnits(of: length) { return count.words(of: unit) }
        }
        return days.words(of: "day")
    }

    private static func hospitalStay(_ days: ClosedRange<Int>) -> String {
        days.upperBound == 0 ? "home the same day" : "\(days.words(of: "day")) in hospital"
    }

    /// General, regional, local and topical are kinds of one thing; sedation and none are words of their own.
    private static func anesthesia(_ kinds: [AnesthesiaKind]) -> String {
        let adjectives = kinds.filter { $0 != .sedation && $0 != .none }.map(\.rawValue)
        let anesthesia = adjectives.isEmpty ? [] : [adjectives.joined(separator: ", ") + " anesthesia"]
        let others = kinds.compactMap { kind -> String? in
            switch kind {
            case .sedation: "sedation"
            case .none: "no anesthesia"
            case .general, .regional, .local, .topical: nil
            }
        }
        return (anesthesia + others).joined(separator: ", ")
    }
}

extension ClosedRange<Int> {
    /// The range counted in units of this length; nil unless both ends are whole units and at least one.
    fileprivate func inUnits(of length: Int) -> ClosedRange<Int>? {
        guard lowerBound >= length, lowerBound % length == 0, upperBound % length == 0 else { return nil }
        return lowerBound / length...upperBound / length
    }

    /// `3–5`, or `3` for a single figure.
    fileprivate var words: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)–\(upperBound)" }

    fileprivate func words(of unit: String) -> String { "\(words) \(unit)\(upperBound == 1 ? "" : "s")" }
}

extension CareSetting {
    fileprivate var words: String {
        switch self {
        case .hospital: "hospital"
        case .inpatient: "inpatient"
        case .outpatient: "outpatient"
        case .surgicalCenter: "surgical center"
        case .office: "office"
        case .imaging: "imaging center"
        case .intensiveCare: "intensive care"
        case .emergency: "emergency department"
        case .laboratory: "laboratory"
        case .home: "at home"
        }
    }
}
