internal import CatalogModel
internal import CatalogStore

/// What the catalog says of an encounter: read at one revision, before any rule looks at it.
struct EncounterFacts {
    /// What is known about the code of a line on the line's day.
    struct LineFacts {
        /// The day of the line.
        var day: CalendarDate
        /// The answer for the day.
        var answer: CodeAnswer
        /// The code as it is on the day; else as it was on its last day, or will be on its first; nil when unknown.
        var code: Code?
        /// Those of the line's modifiers that the catalog does not know, although it has modifiers of their system.
        var unknownModifiers: [String] = []
    }

    /// The edits that bear on the procedures of one day.
    struct DayFacts {
        /// The kinds of edits of which an edition is in force on the day.
        var loaded: Set<FactKind> = []
        var addOns: [SourcedFact<AddOnRelation>] = []
        /// At most ``EncounterReport/pairCountMax``.
        var pairs: [SourcedFact<PairEdit>] = []
        /// Whether there are more pairs.
        var hasMorePairs = false
        var limits: [SourcedFact<UnitLimit>] = []
    }

    /// One for each line, in order.
    var lines: [LineFacts]
    /// By day, for the days that have procedures edits speak of.
    var days: [CalendarDate: DayFacts]
}

extension EncounterFacts {
    /// Reads what the rules need.
    ///
    /// - Parameter today: The day of lines for which neither they nor the encounter name one.
    init(_ encounter: Encounter, today: CalendarDate, from reader: any CodeStoreReader) throws(CatalogError) {
        lines = []
        days = [:]
        var modifiers = try KnownModifiers(reader)
        for line in encounter.lines {
            let day = line.day ?? encounter.day ?? today
            let answer = try reader.answer(for: line.key, asOf: day, view: .basic)
            var facts = LineFacts(day: day, answer: answer)
            facts.code = try Self.code(answer, from: reader)
            for modifier in line.modifiers {
                if try !modifiers.contains(modifier, on: day) { facts.unknownModifiers.append(modifier) }
            }
            lines.append(facts)
        }
        for (day, keys) in procedures(of: encounter) {
            days[day] = try Self.edits(on: day, of: keys, setting: encounter.setting, from: reader)
        }
    }

    /// The codes that edits may speak of, each once, by day.
    private func procedures(of encounter: Encounter) -> [CalendarDate: [CodeKey]] {
        var procedures: [CalendarDate: Set<CodeKey>] = [:]
        for (line, facts) in zip(encounter.lines, lines) where line.key.system.hasEdits {
            procedures[facts.day, default: []].insert(line.key)
        }
        return procedures.mapValues { $0.sorted() }
    }

    private static func edits(
        on day: CalendarDate, of keys: [CodeKey], setting: EditSetting, from reader: any CodeStoreReader
    ) throws(CatalogError) -> DayFacts {
        var facts = DayFacts()
        for kind in [FactKind.addOn, .pairEdit, .unitLimit] {
            let editions = try reader.editions(of: kind, on: day)
            // Add-on codes are the same in all settings.
            if editions.contains(where: { kind == .addOn || $0.scope.part == setting.rawValue }) {
                facts.loaded.insert(kind)
            }
        }
        facts.addOns = try reader.facts(FactQuery<AddOnRelation>.addOns(keys).on(day))
        facts.limits = try reader.facts(FactQuery<UnitLimit>.of(keys, setting: setting).on(day))
        if keys.count > 1 {
            let pairs = FactQuery<PairEdit>.among(keys, setting: setting).on(day)
            facts.pairs = try reader.facts(pairs.limited(to: EncounterReport.pairCountMax + 1))
            facts.hasMorePairs = facts.pairs.count > EncounterReport.pairCountMax
            facts.pairs = Array(facts.pairs.prefix(EncounterReport.pairCountMax))
        }
        return facts
    }

    private static func code(_ answer: CodeAnswer, from reader: any CodeStoreReader) throws(CatalogError) -> Code? {
        guard case .absent(let absence) = answer else {
            if case .found(let code) = answer { return code }
            return nil
        }
        let day: CalendarDate? =
            switch absence.reason {
            case .terminated: absence.terminated?.advanced(by: -1)
            case .notYetEffective: absence.effective
            case .unknownCode, .codeSystemNotLoaded, .releaseNotLoaded: nil
            }
        guard let day, case .found(let code) = try reader.answer(for: absence.key, asOf: day, view: .basic) else {
            return nil
        }
        return code
    }
}

extension CodeSystem {
    /// Whether the National Correct Coding Initiative's edits speak of the system's codes.
    var hasEdits: Bool { self == .cpt || self == .hcpcs }
}

extension SourcedFact {
    /// Where the fact comes from.
    var provenance: Provenance {
        Provenance(
            format: edition.scope.format, file: edition.files.joined(separator: ", "), release: edition.label,
            period: period)
    }
}
