internal import CatalogModel

/// The rules about a line by itself.
struct LineRules {
    let isLenient: Bool

    /// What is found about the line at a position.
    func report(on line: EncounterLine, at position: Int, _ facts: EncounterFacts.LineFacts) -> LineReport {
        var report = LineReport(line: line, display: facts.code?.longDescriptor ?? "")
        switch facts.answer {
        case .found: report.status = .active
        case .absent(let absence):
            report.status = CodeStatus(absence.reason)
            report.issues.append(issue(absence, at: position))
        }
        if let code = facts.code { report.issues += issues(of: line, code, at: position) }
        for modifier in facts.unknownModifiers {
            report.issues.append(
                ValidationIssue(
                    .warning, .unknownModifier, "'\(modifier)' is no modifier that the catalog knows on that day",
                    lines: [position]))
        }
        return report
    }

    private func issues(of line: EncounterLine, _ code: Code, at position: Int) -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        if !code.isBillable { issues.append(notBillable(code, at: position)) }
        if !line.display.isEmpty, !code.isCalled(line.display) {
            issues.append(
                ValidationIssue(
                    isLenient ? .warning : .error, .displayMismatch,
                    "the display is none of the descriptors of \(code.key.title)", lines: [position]))
        }
        return issues
    }

    private func issue(_ absence: CodeAbsence, at position: Int) -> ValidationIssue {
        let rule: ValidationRule =
            switch absence.reason {
            case .unknownCode: .unknownCode
            case .notYetEffective: .notYetEffective
            case .terminated: .terminated
            case .codeSystemNotLoaded: .codeSystemNotLoaded
            case .releaseNotLoaded: .releaseNotLoaded
            }
        // FHIR `$validate-code`: a code that is inactive is still the code it was.
        return ValidationIssue(
            rule == .terminated ? .warning : .error, rule, absence.message, lines: [position],
            suggestions: absence.successors)
    }

    private func notBillable(_ code: Code, at position: Int) -> ValidationIssue {
        let reason =
            code.kind == .modifier
            ? "is a modifier; put it on the line of the code it refines"
            : "is a header, which groups codes; report one of the codes under it"
        return ValidationIssue(.error, .notBillable, "\(code.key.title) \(reason)", lines: [position])
    }
}

extension CodeKey {
    /// The code with its system's title, as messages name it.
    var title: String { "\(system.title) \(printedCode)" }
}

extension Code {
    /// Whether a text is one of the code's descriptors, whatever its case and spacing.
    fileprivate func isCalled(_ display: String) -> Bool {
        let words = Self.words(display)
        return ([longDescriptor, shortDescriptor, consumerDescriptor] + clinicianDescriptors)
            .contains { !$0.isEmpty && Self.words($0) == words }
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    }
}

extension CodeStatus {
    /// The status that goes with an absence; nil where nothing is known of the code.
    fileprivate init?(_ reason: AbsenceReason) {
        switch reason {
        case .terminated: self = .terminated
        case .notYetEffective: self = .notYetEffective
        case .unknownCode, .codeSystemNotLoaded, .releaseNotLoaded: return nil
        }
    }
}
