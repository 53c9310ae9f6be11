import CatalogModel

/// A catalog as plain arrays that are scanned from end to end for every question: slow, and right at a glance.
struct ModelCatalog {
    /// A release of a system, and what it lists.
    struct LoadedRelease {
        var system: CodeSystem
        var release: Release
        var codes: [Code]
    }

    /// An edition of a scope, and the edits it holds.
    struct LoadedEdition {
        var edition: FactEdition
        var addOns: [AddOnRelation] = []
        var pairs: [PairEdit] = []
        var limits: [UnitLimit] = []
    }

    /// A fact, and where it comes from.
    struct Sourced<Value: CatalogFact> {
        var value: Value
        var source: Provenance
    }

    private(set) var releases: [LoadedRelease] = []
    private(set) var pages: [Code] = []
    private(set) var editions: [LoadedEdition] = []

    // MARK: Loading

    /// Takes a release; it takes the place of the one of its system and day.
    mutating func load(_ loaded: LoadedRelease) {
        releases.removeAll { $0.system == loaded.system && $0.release == loaded.release }
        releases.append(loaded)
    }

    /// Takes pages; each takes the place of the one its key had.
    mutating func load(_ loaded: [Code]) {
        for page in loaded {
            pages.removeAll { $0.key == page.key }
            pages.append(page)
        }
    }

    /// Takes an edition; it takes the place of the one of its scope and day.
    mutating func load(_ loaded: LoadedEdition) {
        editions.removeAll {
            $0.edition.scope == loaded.edition.scope && $0.edition.effective == loaded.edition.effective
        }
        editions.append(loaded)
    }

    // MARK: Codes

    /// The answer for a key on a day, as the basic view gives it.
    func answer(for key: CodeKey, on day: CalendarDate) -> CodeAnswer {
        let own = releases.filter { $0.system == key.system }
        let page = pages.first { $0.key == key }
        guard !own.isEmpty || pages.contains(where: { $0.key.system == key.system }) else {
            return .absent(CodeAbsence(key: key, reason: .codeSystemNotLoaded))
        }
        let edges = self.edges(of: key.system)
        if var code = listing(of: key, on: day) {
            code.period = Self.run(around: day, edges) { listing(of: key, on: $0) }
            code.release = release(of: key.system, on: day)?.release
            if code.consumerDescriptor.isEmpty { code.consumerDescriptor = page?.consumerDescriptor ?? "" }
            code.isAddOn = code.isAddOn || page?.isAddOn == true || isAddOn(key, on: day)
            return .found(code)
        }
        let listedEdges = edges.filter { listing(of: key, on: $0) != nil }
        if listedEdges.isEmpty, var page {
            page.isAddOn = page.isAddOn || isAddOn(key, on: day)
            return .found(page)
        }
        if let first = own.map(\.release.effective).min(), day < first {
            return .absent(CodeAbsence(key: key, reason: .releaseNotLoaded, effective: first))
        }
        if let last = listedEdges.last(where: { $0 <= day }) {
            return .absent(
                CodeAbsence(
                    key: key, reason: .terminated, effective: listedEdges.first,
                    terminated: Self.run(around: last, edges) { listing(of: key, on: $0) }.terminated,
                    successors: listing(of: key, on: last)?.successors ?? []))
        }
        guard let first = listedEdges.first else { return .absent(CodeAbsence(key: key, reason: .unknownCode)) }
        return .absent(CodeAbsence(key: key, reason: .notYetEffective, effective: first))
    }

    /// Whether the catalog has modifiers of a system, on any day.
    func hasModifiers(of system: CodeSystem) -> Bool {
        edges(of: system).contains { day in
            release(of: system, on: day)?.codes.contains { $0.kind == .modifier && $0.period.contains(day) } ?? false
        }
    }

    /// The release of a system in force on a day.
    private func release(of system: CodeSystem, on day: CalendarDate) -> LoadedRelease? {
        releases.filter { $0.system == system && $0.release.effective <= day }
            .max { $0.release.effective < $1.release.effective }
    }

    /// What the release in force says of a key, whatever its days.
    private func listing(of key: CodeKey, on day: CalendarDate) -> Code? {
        let listed = release(of: key.system, on: day)?.codes.first { $0.key == key && $0.period.contains(day) }
        return listed.map { code in
            var code = code
            code.period = .always
            return code
        }
    }

    /// The days on which what is listed of a system may change, in order.
    private func edges(of system: CodeSystem) -> [CalendarDate] {
        let own = releases.filter { $0.system == system }
        let periods = own.flatMap(\.codes).map(\.period)
        return Set(
            own.map(\.release.effective) + periods.compactMap(\.effective) + periods.compactMap(\.terminated)
        ).sorted()
    }

    // MARK: Facts

    /// The add-on relations that hold on a day.
    func addOns(on day: CalendarDate) -> [Sourced<AddOnRelation>] { facts(\.addOns, on: day) }
    /// The pair edits that hold on a day.
    func pairs(on day: CalendarDate) -> [Sourced<PairEdit>] { facts(\.pairs, on: day) }
    /// The unit limits that hold on a day.
    func limits(on day: CalendarDate) -> [Sourced<UnitLimit>] { facts(\.limits, on: day) }

    /// Whether an edition of a scope is in force on a day.
    func isLoaded(_ scope: FactScope, on day: CalendarDate) -> Bool { edition(of: scope, on: day) != nil }

    private func isAddOn(_ key: CodeKey, on day: CalendarDate) -> Bool {
        addOns(on: day).contains { $0.value.addOn == key }
    }

    private func edition(of scope: FactScope, on day: CalendarDate) -> LoadedEdition? {
        let begun = editions.filter { $0.edition.scope == scope && ($0.edition.effective.map { $0 <= day } ?? true) }
        // One since ever comes before all others.
        return begun.max { ($0.edition.effective?.dayNumber ?? .min) < ($1.edition.effective?.dayNumber ?? .min) }
    }

    private func facts<Value: CatalogFact>(
        _ list: KeyPath<LoadedEdition, [Value]>, on day: CalendarDate
    ) -> [Sourced<Value>] {
        Set(editions.map(\.edition.scope)).flatMap { scope -> [Sourced<Value>] in
            guard let inForce = edition(of: scope, on: day) else { return [] }
            let edges = editions.filter { $0.edition.scope == scope }.compactMap(\.edition.effective).sorted()
            return inForce[keyPath: list].filter { $0.period.contains(day) }.map { fact in
                let listed = Self.run(around: day, edges) {
                    edition(of: scope, on: $0)?[keyPath: list].contains(fact) ?? false
                }
                return Sourced(
                    value: fact,
                    source: Provenance(
                        format: scope.format, file: inForce.edition.files.joined(separator: ", "),
                        release: inForce.edition.label, period: fact.period.intersection(listed)))
            }
        }
    }

    /// The days around a day on which a question has the same answer, where answers change on the edges only.
    private static func run<Answer: Equatable>(
        around day: CalendarDate, _ edges: [CalendarDate], _ answer: (CalendarDate) -> Answer
    ) -> ValidityPeriod {
        let here = answer(day)
        return ValidityPeriod(
            effective: edges.last { $0 <= day && answer($0.advanced(by: -1)) != here },
            terminated: edges.first { $0 > day && answer($0) != here })
    }
}
