import CatalogModel

/// The rules of a validation over a ``ModelCatalog``, one after the other. Messages are left empty.
struct ModelValidation {
    let catalog: ModelCatalog
    let encounter: Encounter
    let today: CalendarDate

    /// What should be found.
    var report: EncounterReport {
        let days = Set(encounter.lines.indices.filter(hasEdits).map(day)).sorted()
        return EncounterReport(
            lines: encounter.lines.indices.map(line), issues: days.flatMap(issues))
    }

    private func day(_ position: Int) -> CalendarDate { encounter.lines[position].day ?? encounter.day ?? today }

    private func hasEdits(_ position: Int) -> Bool {
        [.cpt, .hcpcs].contains(encounter.lines[position].key.system)
    }

    // MARK: Lines

    private func line(_ position: Int) -> LineReport {
        let line = encounter.lines[position]
        var report = LineReport(line: line)
        func found(_ severity: ValidationIssue.Severity, _ rule: ValidationRule, _ suggestions: [CodeKey] = []) {
            report.issues.append(ValidationIssue(severity, rule, "", lines: [position], suggestions: suggestions))
        }
        var code: Code?
        switch catalog.answer(for: line.key, on: day(position)) {
        case .found(let active): (code, report.status) = (active, .active)
        case .absent(let absence):
            switch absence.reason {
            case .unknownCode: found(.error, .unknownCode)
            case .codeSystemNotLoaded: found(.error, .codeSystemNotLoaded)
            case .releaseNotLoaded: found(.error, .releaseNotLoaded)
            case .notYetEffective:
                found(.error, .notYetEffective)
                (code, report.status) = (self.code(line.key, on: absence.effective), .notYetEffective)
            case .terminated:
                found(.warning, .terminated, absence.successors)
                (code, report.status) = (
                    self.code(line.key, on: absence.terminated?.advanced(by: -1)), .terminated
                )
            }
        }
        if let code {
            report.display = code.longDescriptor
            if code.kind != .code { found(.error, .notBillable) }
            let names = [code.longDescriptor, code.shortDescriptor, code.consumerDescriptor].filter { !$0.isEmpty }
            if !line.display.isEmpty, !names.map(Self.folded).contains(Self.folded(line.display)) {
                found(encounter.isLenient ? .warning : .error, .displayMismatch)
            }
        }
        for modifier in line.modifiers where !isKnown(modifier, on: day(position)) {
            found(.warning, .unknownModifier)
        }
        return report
    }

    private func code(_ key: CodeKey, on day: CalendarDate?) -> Code? {
        guard let day, case .found(let code) = catalog.answer(for: key, on: day) else { return nil }
        return code
    }

    private func isKnown(_ modifier: String, on day: CalendarDate) -> Bool {
        guard modifier.count == 2, modifier.allSatisfy({ "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".contains($0) }) else {
            return false
        }
        let system: CodeSystem = modifier.allSatisfy { "0123456789".contains($0) } ? .cpt : .hcpcs
        guard catalog.hasModifiers(of: system) else { return true }
        switch catalog.answer(for: CodeKey(system: system, canonical: modifier), on: day) {
        case .found(let code): return code.kind == .modifier
        case .absent(let absence): return absence.reason == .releaseNotLoaded
        }
    }

    private static func folded(_ text: String) -> String {
        text.lowercased().split(separator: " ").joined(separator: " ")
    }

    // MARK: Between the lines of a day

    private func issues(on day: CalendarDate) -> [ValidationIssue] {
        let lines = encounter.lines.indices.filter { hasEdits($0) && self.day($0) == day }
        return missing(lines, day) + addOns(lines, day) + pairs(lines, day) + units(lines, day)
    }

    private func at(_ key: CodeKey, _ lines: [Int]) -> [Int] { lines.filter { encounter.lines[$0].key == key } }

    private func missing(_ lines: [Int], _ day: CalendarDate) -> [ValidationIssue] {
        let part = encounter.setting.rawValue
        var scopes = [FactScope(format: "aoc"), FactScope(format: "ncci-mue", part: part)]
        if Set(lines.map { encounter.lines[$0].key }).count > 1 {
            scopes.append(FactScope(format: "ncci-ptp", part: part))
        }
        return scopes.filter { !catalog.isLoaded($0, on: day) }.map { _ in
            ValidationIssue(.information, .editsNotLoaded, "", lines: lines)
        }
    }

    private func addOns(_ lines: [Int], _ day: CalendarDate) -> [ValidationIssue] {
        let reported = lines.map { encounter.lines[$0].key }
        return Set(reported).compactMap { key in
            let relations = catalog.addOns(on: day).filter { $0.value.addOn == key }.sorted(by: Self.precedes)
            let primaries = Set(relations.compactMap(\.value.primary))
            guard let first = relations.first, primaries.isDisjoint(with: reported) else { return nil }
            let ofContractor = relations.first { $0.value.type != .listed }
            return ValidationIssue(
                ofContractor == nil ? .error : .information,
                ofContractor == nil ? .addOnWithoutPrimary : .addOnContractorDefined, "", lines: at(key, lines),
                suggestions: primaries.sorted(), source: (ofContractor ?? first).source)
        }
    }

    /// By primary, none first, then by type, then by first day.
    private static func precedes(
        _ a: ModelCatalog.Sourced<AddOnRelation>, _ b: ModelCatalog.Sourced<AddOnRelation>
    ) -> Bool {
        if a.value.primary != b.value.primary {
            guard let first = a.value.primary else { return true }
            return b.value.primary.map { first < $0 } ?? false
        }
        func rank(_ relation: AddOnRelation) -> (Int, Int32) {
            (relation.type.rawValue, relation.period.effective?.dayNumber ?? .min)
        }
        return rank(a.value) < rank(b.value)
    }

    private func pairs(_ lines: [Int], _ day: CalendarDate) -> [ValidationIssue] {
        catalog.pairs(on: day).compactMap { pair in
            let edit = pair.value
            let (first, second) = (at(edit.column1, lines), at(edit.column2, lines))
            guard edit.setting == encounter.setting, edit.modifierIndicator != .notApplicable, !first.isEmpty,
                !second.isEmpty
            else { return nil }
            let modifiers = (first + second).flatMap { encounter.lines[$0].modifiers }
            let isAllowed =
                edit.modifierIndicator == .allowed && modifiers.contains { ["59", "XS", "RT", "25"].contains($0) }
            return ValidationIssue(
                isAllowed ? .warning : .error, .procedurePair, "", lines: first + second, source: pair.source,
                modifierIndicator: edit.modifierIndicator, rationale: edit.rationale)
        }
    }

    private func units(_ lines: [Int], _ day: CalendarDate) -> [ValidationIssue] {
        catalog.limits(on: day).flatMap { limit -> [ValidationIssue] in
            guard limit.value.setting == encounter.setting else { return [] }
            let own = at(limit.value.key, lines)
            let groups = limit.value.adjudication.first == "1" ? own.map { [$0] } : [own]
            return groups.compactMap { group in
                let units = group.map { max(encounter.lines[$0].units, 1) }.reduce(0, +)
                guard units > limit.value.units else { return nil }
                return ValidationIssue(
                    .error, .unitsOverLimit, "", lines: group, source: limit.source, unitLimit: limit.value.units,
                    rationale: limit.value.rationale)
            }
        }
    }
}
