import CatalogModel
import TestSupport

/// Random domain values, the same for the same seed.
struct RandomCatalog {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func code() -> Code {
        Code(
            key: key(), kind: element(CodeKind.allCases), longDescriptor: text(), shortDescriptor: text(),
            consumerDescriptor: text(), clinicianDescriptors: list { $0.text() },
            descriptorOrigin: element(DescriptorOrigin.allCases), notice: text(), period: period(),
            release: maybe { $0.release() }, isAddOn: bool(), parent: maybe { $0.key() },
            successors: list { $0.key() }, procedure: maybe { $0.procedure() },
            similarCodes: list { $0.similarCode() }, policies: list { $0.policy() })
    }

    mutating func answer() -> CodeAnswer { bool() ? .found(code()) : .absent(absence()) }

    mutating func absence() -> CodeAbsence {
        CodeAbsence(
            key: key(), reason: element(AbsenceReason.allCases), effective: maybe { $0.day() },
            terminated: maybe { $0.day() }, successors: list { $0.key() })
    }

    mutating func key() -> CodeKey {
        let system = bool() ? element(CodeSystem.known) : .other(uri: "urn:x:\(number(0...9))")
        let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let code = String((0..<number(1...20)).map { _ in element(characters) })
        return CodeKey(system: system, canonical: code)
    }

    mutating func day() -> CalendarDate {
        CalendarDate(year: number(1...9999), month: number(1...12), day: number(1...28)) ?? CalendarDate(dayNumber: 0)!
    }

    mutating func summary() -> CatalogSummary {
        CatalogSummary(
            revision: Revision(rawValue: Int64(number(0...Int.max))),
            committedAt: maybe { Int64($0.number(1...Int.max)) },
            systems: list { random in
                SystemSummary(
                    system: random.key().system, codeCount: random.number(0...Int.max),
                    headerCount: random.number(0...Int.max), modifierCount: random.number(0...Int.max),
                    procedureCount: random.number(0...Int.max),
                    releases: random.list { random in
                        ReleaseSummary(
                            release: random.release(), superseded: random.maybe { $0.day() },
                            rowCount: random.number(0...Int.max))
                    }, licenceNotice: random.text())
            }, editions: list { $0.edition() })
    }

    mutating func bool() -> Bool { .random(using: &random) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

    private mutating func edition() -> EditionSummary {
        EditionSummary(
            edition: FactEdition(
                scope: FactScope(format: text(), part: text()), label: text(), effective: maybe { $0.day() },
                files: list { $0.text() }),
            superseded: maybe { $0.day() },
            counts: list { random in
                FactCount(
                    kind: random.element(FactKind.allCases), factCount: random.number(0...Int(Int32.max)),
                    unresolvedCodeCount: random.number(0...9))
            })
    }

    mutating func element<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    mutating func maybe<Value>(_ make: (inout RandomCatalog) -> Value) -> Value? { bool() ? make(&self) : nil }

    mutating func list<Value>(_ make: (inout RandomCatalog) -> Value) -> [Value] {
        (0..<number(0...3)).map { _ in make(&self) }
    }

    mutating func text() -> String {
        let pieces = [
            "", "a", "Knee ", "“é”", "日本", "🩺", "\n", "\"\\", "e\u{301}", "\u{7F}", "long enough to leave the string ",
        ]
        return (0..<number(0...4)).map { _ in element(pieces) }.joined()
    }

    private mutating func period() -> ValidityPeriod {
        ValidityPeriod(effective: maybe { $0.day() }, terminated: maybe { $0.day() })
    }

    private mutating func release() -> Release { Release(label: text(), effective: day()) }

    mutating func childCode() -> ChildCode {
        ChildCode(
            key: place(), display: text(), kind: maybe { $0.element(CodeKind.allCases) },
            descendantCount: number(0...Int.max),
            axis: maybe { AxisMeaning(axis: $0.text(), value: $0.text(), label: $0.text()) })
    }

    /// A code, or a group of codes.
    mutating func place() -> CodeKey {
        let key = key()
        guard CodeSystem.known.contains(key.system), bool() else { return key }
        return CodeKey(system: key.system, canonical: "\(key.code)-\(self.key().code)")
    }

    mutating func translation() -> CodeTranslation {
        CodeTranslation(
            message: text(),
            matches: list { random in
                TranslationMatch(
                    key: random.key(), display: random.text(),
                    relation: random.element(CrosswalkEntry.Relation.allCases),
                    scenario: random.number(0...9), choiceList: random.number(0...9),
                    source: Provenance(
                        format: random.text(), file: random.text(), release: random.text(), period: random.period()))
            })
    }

    mutating func similarCode() -> SimilarCode {
        SimilarCode(
            key: key(), title: text(), reason: element(SimilarityReason.allCases),
            score: .random(in: 0...1, using: &random))
    }

    mutating func policy() -> Policy {
        Policy(
            payer: text(), number: text(), title: text(), type: text(), url: text(), jurisdictions: list { $0.text() },
            period: period(), coverage: text(), priorAuthorization: text(), isSample: bool())
    }

    private mutating func procedure() -> Procedure {
        Procedure(
            sections: list { random in
                Section(
                    kind: random.element(SectionKind.allCases), heading: random.text(),
                    blocks: random.list { $0.block() })
            },
            facts: ProcedureFacts(
                durationMinutes: maybe { $0.range() }, anesthesia: list { $0.element(AnesthesiaKind.allCases) },
                settings: list { $0.element(CareSetting.allCases) }, hospitalDays: maybe { $0.range() },
                recoveryDays: maybe { $0.range() }))
    }

    private mutating func block() -> Block {
        bool()
            ? Block(label: text(), .paragraph(text()))
            : Block(label: text(), .list(ItemList(ordered: bool(), items: list { $0.item() })))
    }

    private mutating func item() -> Item { Item(label: text(), text: text(), subItems: list { $0.text() }) }

    private mutating func range() -> ClosedRange<Int> {
        let lower = number(0...1_000)
        return lower...number(lower...Int(Int32.max))
    }
}
