internal import CatalogModel
internal import CommandLineSupport

extension ValidationIssue {
    /// `error PROCEDURE_PAIR: …`, then where its fact comes from, why, and what would mend it.
    func text(of lines: [Int]) -> StyledText {
        let places = lines.isEmpty ? "" : ", line\(lines.count == 1 ? "" : "s") \(lines.map { "\($0)" }.listed)"
        return StyledText("\(severity.rawValue) \(rule.identifier)", severity == .error ? .alarm : .strong)
            + StyledText("\(places): \(message)") + details
    }

    private var details: StyledText {
        var parts = source.map(\.words) ?? []
        if !rationale.isEmpty { parts.append(rationale) }
        if !suggestions.isEmpty { parts.append("see \(suggestions.listed)") }
        return parts.isEmpty ? "" : StyledText(" (\(parts.joined(separator: "; ")))", .faint)
    }
}

extension ValidationRule {
    /// The rule's name in the contract, without its prefix: `PROCEDURE_PAIR`.
    var identifier: String {
        rawValue.reduce(into: "") { $0 += ($1.isUppercase ? "_" : "") + $1.uppercased() }
    }
}

extension CodeStatus {
    /// The status for people.
    var words: String {
        switch self {
        case .active: "active"
        case .notYetEffective: "not yet effective"
        case .terminated: "terminated"
        }
    }
}

extension Provenance {
    /// `ncci-ptp 2025Q1`, the files, and the days.
    fileprivate var words: [String] {
        [[format, release].filter { !$0.isEmpty }.joined(separator: " "), file].filter { !$0.isEmpty } + period.words
    }
}

extension EncounterLine {
    /// The line as it is written on a command line, without its system: `22849-59-RTx2`.
    var notation: String {
        ([key.printedCode] + modifiers).joined(separator: "-") + (unitCount > 1 ? "x\(unitCount)" : "")
    }
}

extension [CodeKey] {
    /// The first few, and how many more.
    fileprivate var listed: String {
        let (shown, more) = (prefix(5).map(\.title), count - 5)
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}

extension [String] {
    /// `1`, `1 and 2`, `1, 2, 3 and 9 more`.
    fileprivate var listed: String {
        guard count <= 8 else { return prefix(7).joined(separator: ", ") + " and \(count - 7) more" }
        return count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
}
