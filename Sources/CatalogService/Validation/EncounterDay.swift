internal import CatalogModel
internal import CatalogStore

/// The procedures of an encounter on one day, and the edits between them. Edits bear on what one provider reports for one
/// patient on one day (CMS, NCCI Policy Manual, chapter I).
struct EncounterDay {
    /// A line and its place in the encounter.
    struct Placed {
        var position: Int
        var line: EncounterLine
    }

    let facts: EncounterFacts.DayFacts
    /// In the order of the encounter.
    let lines: [Placed]
    private let positions: [CodeKey: [Int]]

    init(_ lines: [Placed], _ facts: EncounterFacts.DayFacts) {
        self.lines = lines
        self.facts = facts
        positions = Dictionary(grouping: lines, by: \.line.key).mapValues { $0.map(\.position) }
    }

    /// What is found, by rule and then by place.
    var issues: [ValidationIssue] { missingEdits + addOnIssues + pairIssues + unitIssues }

    // MARK: Not loaded

    /// Says which checks could not be made: what is not loaded never reads as "no edit".
    private var missingEdits: [ValidationIssue] {
        var checks: [(FactKind, String)] = [(.addOn, "add-on code"), (.unitLimit, "unit")]
        if positions.count > 1 { checks.append((.pairEdit, "pair")) }
        return checks.filter { !facts.loaded.contains($0.0) }.map { _, name in
            ValidationIssue(
                .information, .editsNotLoaded, "no \(name) edits are loaded for that day, so none were checked",
                lines: lines.map(\.position))
        }
    }

    // MARK: Add-on codes

    private var addOnIssues: [ValidationIssue] {
        let relations = Dictionary(grouping: facts.addOns, by: \.value.addOn)
        var seen: Set<CodeKey> = []
        return lines.compactMap { placed in
            guard let relations = relations[placed.line.key], seen.insert(placed.line.key).inserted else { return nil }
            return addOnIssue(placed.line.key, relations)
        }
    }

    private func addOnIssue(_ key: CodeKey, _ relations: [SourcedFact<AddOnRelation>]) -> ValidationIssue? {
        // A primary may be there in several types, or on several stretches of days.
        let primaries = Set(relations.compactMap(\.value.primary)).sorted()
        guard let first = relations.first, !primaries.contains(where: { positions[$0] != nil }) else { return nil }
        if let contractorDefined = relations.first(where: { $0.value.type != .listed }) {
            return ValidationIssue(
                .information, .addOnContractorDefined,
                "\(key.title) is an add-on code whose primaries the claims contractor defines", lines: at(key),
                suggestions: primaries, source: contractorDefined.provenance)
        }
        return ValidationIssue(
            .error, .addOnWithoutPrimary,
            "\(key.title) is an add-on code, and none of its primaries is reported on that day", lines: at(key),
            suggestions: primaries, source: first.provenance)
    }

    // MARK: Pairs

    private var pairIssues: [ValidationIssue] {
        let issues = facts.pairs.filter { $0.value.modifierIndicator != .notApplicable }.map(pairIssue)
            .sorted { $0.lines.lexicographicallyPrecedes($1.lines) }
        guard facts.hasMorePairs else { return issues }
        // Those left out may be errors, so this is one.
        let more = ValidationIssue(
            .error, .procedurePair,
            "more than \(EncounterReport.pairCountMax) pairs are not reported together; the rest is left out",
            lines: lines.map(\.position))
        return issues + [more]
    }

    private func pairIssue(_ pair: SourcedFact<PairEdit>) -> ValidationIssue {
        let edit = pair.value
        let isAllowed = edit.modifierIndicator == .allowed && hasPairModifier(edit.column1, edit.column2)
        let advice =
            switch edit.modifierIndicator {
            case .allowed where isAllowed: "the modifier allows it if it is documented"
            case .allowed: "a suitable modifier may allow it"
            case .notAllowed, .notApplicable: "no modifier allows it"
            }
        return ValidationIssue(
            isAllowed ? .warning : .error, .procedurePair,
            "\(edit.column2.title) is not reported together with \(edit.column1.title); \(advice)",
            lines: at(edit.column1) + at(edit.column2), source: pair.provenance,
            modifierIndicator: edit.modifierIndicator, rationale: edit.rationale)
    }

    /// Whether a modifier that can allow a pair stands on a line of either code.
    private func hasPairModifier(_ codes: CodeKey...) -> Bool {
        lines.contains { placed in
            codes.contains(placed.line.key)
                && placed.line.modifiers.contains { PairModifiers.all.contains($0.uppercased()) }
        }
    }

    // MARK: Units

    private var unitIssues: [ValidationIssue] {
        facts.limits.flatMap { limit in
            // Adjudication indicator 1 limits each line, 2 and 3 the day (CMS, MUE adjudication indicators).
            limit.value.adjudication.hasPrefix("1")
                ? at(limit.value.key).compactMap { unitIssue(limit, lines: [$0], per: "line") }
                : [unitIssue(limit, lines: at(limit.value.key), per: "day")].compactMap(\.self)
        }
    }

    private func unitIssue(
        _ limit: SourcedFact<UnitLimit>, lines concerned: [Int], per unit: String
    ) -> ValidationIssue? {
        // A sum of 1,000 lines of at most 2³¹ units each.
        let units = lines.filter { concerned.contains($0.position) }.reduce(0) { $0 + $1.line.unitCount }
        guard units > limit.value.units else { return nil }
        let most =
            limit.value.units == 0 ? "it is never payable" : "at most \(limit.value.units) per \(unit) are payable"
        let reported = units == 1 ? "1 unit is" : "\(units) units are"
        return ValidationIssue(
            .error, .unitsOverLimit, "\(reported) reported of \(limit.value.key.title); \(most)", lines: concerned,
            source: limit.provenance, unitLimit: limit.value.units,
            rationale: limit.value.rationale)
    }

    private func at(_ key: CodeKey) -> [Int] { positions[key] ?? [] }
}

/// The modifiers that can allow a pair of procedures (CMS, NCCI Policy Manual, chapter I, "Modifiers and modifier
/// indicators").
enum PairModifiers {
    private static let anatomic = [
        "E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3",
        "T4", "T5", "T6", "T7", "T8", "T9", "LT", "RT", "LC", "LD", "RC", "LM", "RI",
    ]
    private static let globalSurgery = ["24", "25", "57", "58", "78", "79"]
    private static let distinctService = ["27", "59", "91", "XE", "XS", "XP", "XU"]

    static let all = Set(anatomic + globalSurgery + distinctService)
}
