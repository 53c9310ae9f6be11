import CatalogModel
import CatalogStore
import TestSupport

/// A small catalog at random, in pieces that can be loaded in any order, and questions about it. Its days lie on and
/// around a few edges, its codes and wordings are few: so that edges meet, and equal things meet equal things.
struct RandomCatalog {
    /// What one import brings.
    enum Piece {
        case release(ModelCatalog.LoadedRelease)
        case pages([Code])
        case edition(ModelCatalog.LoadedEdition)
    }

    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private static let edges = [
        "2023-10-01", "2024-01-01", "2024-02-29", "2024-03-01", "2024-10-01", "2025-01-01", "2025-04-01",
    ].compactMap { CalendarDate($0) }
    private static let systems: [CodeSystem] = [.cpt, .hcpcs, .icd10PCS]
    private static let codes = ["0001X", "0002X", "0003X", "0004X", "0005X", "0006X"]
    private static let modifiers: [CodeSystem: [String]] = [.cpt: ["59", "25"], .hcpcs: ["RT", "XS"]]

    // MARK: Catalogs

    /// The imports, some of which take the place of others, in the order in which they are made.
    mutating func pieces() -> [Piece] {
        var pieces: [Piece] = []
        for system in Self.systems {
            for _ in 0..<Int.random(in: 0...4, using: &random) { pieces.append(.release(release(of: system))) }
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) { pieces.append(.pages(pages())) }
        let practitioner = EditSetting.practitioner.rawValue
        let scopes = [
            FactScope(format: "aoc"), FactScope(format: "ncci-ptp", part: practitioner),
            FactScope(format: "ncci-ptp", part: EditSetting.outpatientHospital.rawValue),
            FactScope(format: "ncci-mue", part: practitioner),
        ]
        for scope in scopes {
            for _ in 0..<Int.random(in: 0...4, using: &random) { pieces.append(.edition(edition(of: scope))) }
        }
        return pieces.shuffled(using: &random)
    }

    private mutating func release(of system: CodeSystem) -> ModelCatalog.LoadedRelease {
        let day = edge()
        var codes: [Code] = []
        for code in Self.codes + (Self.modifiers[system] ?? []) where codes.isEmpty || chance(70) {
            let key = CodeKey(system: system, canonical: code)
            let listed = self.code(key)
            guard chance(30) else {
                codes.append(listed)
                continue
            }
            // Some days of it, and perhaps later ones with the same words or others.
            let days = Set((0..<4).map { _ in self.day() }).sorted()
            for (first, last) in zip(days, days.dropFirst()) where chance(60) {
                var part = chance(50) ? listed : self.code(key)
                part.period = ValidityPeriod(effective: first, terminated: last)
                codes.append(part)
            }
            if codes.isEmpty { codes.append(listed) }
        }
        return .init(system: system, release: Release(label: day.description, effective: day), codes: codes)
    }

    private mutating func code(_ key: CodeKey) -> Code {
        let isModifier = key.code.count == 2
        var code = Code(
            key: key, kind: isModifier ? .modifier : chance(15) ? .header : .code,
            longDescriptor: pick(["Repair of a part", "Repair of another part"]))
        if chance(50) { code.shortDescriptor = "Rpr part" }
        if chance(20) { code.successors = [CodeKey(system: key.system, canonical: pick(Self.codes))] }
        if chance(15) { code.isAddOn = true }
        return code
    }

    private mutating func pages() -> [Code] {
        Set((0..<3).map { _ in pick(Self.codes) }).sorted().map { code in
            let key = CodeKey(system: pick([.cpt, .cpt, .icd9PCS]), canonical: code)
            return Code(
                key: key, longDescriptor: pick(["Page of a part", "Page of another part"]),
                consumerDescriptor: chance(50) ? "In plain words" : "", isAddOn: chance(20))
        }
    }

    private mutating func edition(of scope: FactScope) -> ModelCatalog.LoadedEdition {
        let day = chance(25) ? nil : edge()
        let label = day?.description ?? "ever"
        var loaded = ModelCatalog.LoadedEdition(
            edition: FactEdition(scope: scope, label: label, effective: day, files: ["\(label).txt", "b.txt"]))
        let setting = EditSetting(rawValue: scope.part) ?? .practitioner
        for _ in 0..<Int.random(in: 6...14, using: &random) {
            let (key, other) = (procedure(), procedure())
            switch scope.format {
            case "aoc":
                let type = pick([AddOnRelation.AddOnType.listed, .listed, .listedAndContractorDefined])
                let fact =
                    chance(15)
                    ? AddOnRelation(addOn: key, primary: nil, type: .contractorDefined, period: period())
                    : AddOnRelation(addOn: key, primary: other, type: type, period: period())
                let isNew = !loaded.addOns.contains {
                    $0.addOn == fact.addOn && $0.primary == fact.primary && $0.type == fact.type
                        && $0.period.effective == fact.period.effective
                }
                if isNew { loaded.addOns.append(fact) }
            case "ncci-ptp":
                let fact = PairEdit(
                    column1: key, column2: other, setting: setting,
                    modifierIndicator: pick(PairEdit.ModifierIndicator.allCases), rationale: pick(["", "Misuse"]),
                    period: period())
                let isNew = !loaded.pairs.contains {
                    $0.column1 == fact.column1 && $0.column2 == fact.column2
                        && $0.period.effective == fact.period.effective
                }
                if isNew, key != other { loaded.pairs.append(fact) }
            default:
                let fact = UnitLimit(
                    key: key, setting: setting, units: Int.random(in: 0...3, using: &random),
                    adjudication: pick(["1 Line Edit", "2 Date of Service Edit: Policy", ""]), period: period())
                let isNew = !loaded.limits.contains {
                    $0.key == fact.key && $0.period.effective == fact.period.effective
                }
                if isNew { loaded.limits.append(fact) }
            }
        }
        return loaded
    }

    // MARK: Questions

    /// A key, which may be known to nobody, and a day.
    mutating func lookup() -> (key: CodeKey, day: CalendarDate) {
        let system = pick(Self.systems + [.icd9PCS, .icd10CM])
        let code = chance(10) ? "0009X" : chance(10) ? pick(["59", "25", "RT", "XS"]) : pick(Self.codes)
        return (CodeKey(system: system, canonical: code), day())
    }

    /// An encounter of a few lines.
    mutating func encounter() -> Encounter {
        let lines = (0..<Int.random(in: 1...7, using: &random)).map { _ in line() }
        return Encounter(
            lines: lines, day: chance(90) ? day() : nil, isLenient: chance(30),
            setting: chance(80) ? .practitioner : pick(EditSetting.allCases))
    }

    private mutating func line() -> EncounterLine {
        EncounterLine(
            key: chance(85) ? procedure() : lookup().key,
            display: chance(70)
                ? "" : pick(["repair  OF a part", "Rpr part", "Page of a part", "in plain words", "Something else"]),
            modifiers: (0..<max(0, Int.random(in: -2...2, using: &random))).map { _ in
                pick(["59", "XS", "RT", "25", "50", "ZZ", "5", "5é", "596"])
            },
            units: Int.random(in: 0...4, using: &random), day: chance(85) ? nil : day())
    }

    /// A day on or beside an edge.
    mutating func day() -> CalendarDate {
        edge().advanced(by: Int.random(in: -1...1, using: &random))
    }

    private mutating func procedure() -> CodeKey {
        CodeKey(system: pick([.cpt, .cpt, .hcpcs]), canonical: pick(Self.codes))
    }

    private mutating func edge() -> CalendarDate { pick(Self.edges) }

    /// Days that need not follow each other: some facts hold on none.
    private mutating func period() -> ValidityPeriod {
        ValidityPeriod(effective: chance(60) ? day() : nil, terminated: chance(40) ? day() : nil)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }
}
