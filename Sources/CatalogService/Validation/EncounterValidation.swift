internal import CatalogModel

/// Checks an encounter by facts that have been read; asks nothing itself.
struct EncounterValidation {
    let encounter: Encounter
    let facts: EncounterFacts

    /// What is found: line by line, then between lines, earliest day first.
    var report: EncounterReport {
        let rules = LineRules(isLenient: encounter.isLenient)
        let lines = zip(encounter.lines, facts.lines).enumerated().map { position, pair in
            rules.report(on: pair.0, at: position, pair.1)
        }
        let issues = facts.days.sorted { $0.key < $1.key }.flatMap { day, edits in
            EncounterDay(procedures(on: day), edits).issues
        }
        return EncounterReport(lines: lines, issues: issues)
    }

    private func procedures(on day: CalendarDate) -> [EncounterDay.Placed] {
        zip(encounter.lines, facts.lines).enumerated().compactMap { position, pair in
            guard pair.1.day == day, pair.0.key.system.hasEdits else { return nil }
            return EncounterDay.Placed(position: position, line: pair.0)
        }
    }
}
