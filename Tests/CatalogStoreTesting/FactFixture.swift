import CatalogModel
package import CatalogStore

/// Facts in miniature.
package enum FactFixture {
    /// An edition of the one scope most cases need.
    static func edition(_ label: String, _ effective: String? = nil) -> FactEdition {
        FactEdition(
            scope: FactScope(format: "fixture"), label: label, effective: effective.map(day),
            files: ["\(label).txt"])
    }

    static func pair(_ column1: String, _ column2: String, _ period: ValidityPeriod = .always) -> PairEdit {
        PairEdit(
            column1: cpt(column1), column2: cpt(column2), setting: .practitioner, modifierIndicator: .allowed,
            rationale: "a rationale", period: period)
    }

    static func limit(_ code: String, _ units: Int) -> Fact {
        Fact(UnitLimit(key: cpt(code), setting: .practitioner, units: units, rationale: "clinical"))
    }

    /// One or more facts of each kind, every field used somewhere.
    package static let everyKind: [Fact] = {
        let period = ValidityPeriod(effective: day("2020-01-01"), terminated: day("2030-01-01"))
        let elsewhere = CodeKey(system: .other(uri: "http://example.org/codes a"), canonical: "x-1")
        let group = CodeKey(system: .icd10CM, canonical: "A00-A09")
        let values: [any StorableFact] = [
            AddOnRelation(addOn: cpt("2"), primary: cpt("1"), type: .listed, note: "see there", period: period),
            AddOnRelation(addOn: cpt("2"), primary: nil, type: .contractorDefined),
            pair("1", "2", period),
            PairEdit(
                column1: elsewhere, column2: cpt("1"), setting: .outpatientHospital,
                modifierIndicator: .notApplicable, predates1996: true),
            UnitLimit(key: cpt("1"), setting: .dmeSupplier, units: 0, adjudication: "1 Line Edit", rationale: "r"),
            FeeScheduleEntry(
                key: cpt("1"), modifier: "26", status: "A", globalDays: "ZZZ", coverage: "C", betos: "P1A"),
            Policy(
                payer: "Payer", number: "L1", title: "Ünïcode", type: "LCD", url: "https://example.org/1",
                jurisdictions: ["NY", "CT"], period: period, coverage: "covered\nif", priorAuthorization: "ask",
                isSample: true),
            Policy(payer: "Payer", number: "L2", title: ""),
            PolicyCode(key: cpt("1"), payer: "Payer", number: "L1", coverage: "yes", priorAuthorization: "no"),
            CrosswalkEntry(
                source: CodeKey(system: .icd9PCS, canonical: "0001"), targetSystem: .icd10PCS, target: pcs("6A750Z4"),
                relation: .relatedTo, isCombination: true, scenario: 1, choiceList: 2, period: period),
            CrosswalkEntry(
                source: CodeKey(system: .icd9PCS, canonical: "0002"), targetSystem: .icd10PCS, target: nil,
                relation: .notRelatedTo),
            Term(text: "Bypass > by ü", system: .icd10PCS, termKind: .indexEntry, target: .prefix(pcs("001"))),
            Term(text: "Belly", system: .icd10PCS, termKind: .partKey, target: .use("Abdomen")),
            Term(text: "Belly", system: .icd10PCS, termKind: .synonym, target: .see("Abdomen")),
            Term(text: "Belly", system: .icd10PCS, termKind: .synonym, target: .seeAlso("Abdomen")),
            Term(
                text: "Sugar", system: .icd10CM, termKind: .inclusion,
                target: .code(CodeKey(system: .icd10CM, canonical: "E119"))),
            AxisValue(
                system: .icd10PCS, table: "0SG", row: 1, position: 4, value: "0", title: "Body Part",
                label: "Lumbar Vertebral Joint", definition: "d", period: period),
            TabularNote(key: group, noteKind: .excludes1, ordinal: 1, text: "not this"),
            HierarchyLink(child: group, parent: nil, title: "Intestinal infectious diseases"),
            HierarchyLink(child: CodeKey(system: .icd10CM, canonical: "A00"), parent: group),
            SimilarityLink(key: cpt("1"), other: pcs("6A750Z4"), reason: .sharedText, score: 0.1, period: period),
        ]
        return values.map { Fact($0) }
    }()
}

extension CodeStore {
    /// Loads an edition.
    @discardableResult
    func load(_ edition: FactEdition, _ facts: [Fact], dryRun: Bool = false) async throws(CatalogError) -> WriteReport {
        try await write(source: ImportSource(format: "fixture", files: edition.files), dryRun: dryRun) {
            (writer) throws(CatalogError) in
            try writer.declare(edition)
            for fact in facts { try writer.put(StoredFact(fact, scope: edition.scope)) }
        }
    }

    /// All stored facts.
    func allFacts() async throws(CatalogError) -> [StoredFact] {
        try await allRecords().compactMap { if case .fact(let fact) = $0 { fact } else { nil } }
    }

    /// The practitioners' pair edits among these codes.
    func pairs(_ keys: [CodeKey], on date: String) async throws(CatalogError) -> [SourcedFact<PairEdit>] {
        try await read { reader throws(CatalogError) in
            try reader.facts(.among(keys, setting: .practitioner).on(day(date)))
        }
    }

    /// The practitioners' unit limits of these codes, and the editions in force.
    func limits(
        _ keys: [CodeKey], on date: String
    ) async throws(CatalogError) -> (limits: [SourcedFact<UnitLimit>], editions: [FactEdition]) {
        try await read { reader throws(CatalogError) in
            (
                try reader.facts(.of(keys, setting: .practitioner).on(day(date))),
                try reader.editions(of: .unitLimit, on: day(date))
            )
        }
    }
}
