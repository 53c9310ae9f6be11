import CatalogModel
import Testing

@testable import CatalogService
@testable import CatalogStore

@Suite("The edits between the procedures of a day")
struct EncounterDayTests {
    @Test("A pair is an error, with column 1 before column 2, its rationale and its source")
    func pair() throws {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.pairs = [.pair("X0002", "X0001", .notAllowed)]
        let issue = try #require(issues(["X0001", "X0002"], facts).first)
        #expect(issue.severity == .error)
        #expect(issue.rule == .procedurePair)
        #expect(issue.lines == [1, 0])
        #expect(issue.modifierIndicator == .notAllowed)
        #expect(issue.rationale == "Misuse of column two code with column one code")
        #expect(issue.source == .sample)
    }

    @Test(
        "A modifier on either line makes a warning of a pair that one may allow",
        arguments: [(["59"], []), ([], ["xs"]), ([], ["50", "RT"])])
    func allowedPair(_ first: [String], _ second: [String]) throws {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.pairs = [.pair("X0001", "X0002", .allowed)]
        let lines = [line("X0001", modifiers: first), line("X0002", modifiers: second)]
        #expect(issues(lines, facts).map(\.severity) == [.warning])
    }

    @Test("Other modifiers, and any on a pair that none allows, change nothing")
    func modifiersThatDoNotHelp() {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.pairs = [.pair("X0001", "X0002", .allowed)]
        #expect(issues([line("X0001", modifiers: ["50"]), line("X0002")], facts).map(\.severity) == [.error])
        facts.pairs = [.pair("X0001", "X0002", .notAllowed)]
        #expect(issues([line("X0001", modifiers: ["59"]), line("X0002")], facts).map(\.severity) == [.error])
    }

    @Test("An edit that is void says nothing")
    func voidPair() {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.pairs = [.pair("X0001", "X0002", .notApplicable)]
        #expect(issues(["X0001", "X0002"], facts).isEmpty)
    }

    @Test("An add-on code of type 1 needs one of its primaries, and names them")
    func addOnOfType1() throws {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.addOns = [.addOn("X0009", "X0001", .listed), .addOn("X0009", "X0002", .listed)]
        let issue = try #require(issues(["X0009", "X0003"], facts).first)
        #expect(issue.rule == .addOnWithoutPrimary)
        #expect(issue.severity == .error)
        #expect(issue.lines == [0])
        #expect(issue.suggestions == [.hcpcs("X0001"), .hcpcs("X0002")])
        #expect(issues(["X0009", "X0002"], facts).isEmpty)
    }

    @Test(
        "Where the contractor defines the primaries, an add-on code without a listed one is worth knowing, no more",
        arguments: [AddOnRelation.AddOnType.contractorDefined, .listedAndContractorDefined])
    func addOnOfContractor(_ type: AddOnRelation.AddOnType) {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.addOns = [.addOn("X0009", "X0001", type), .addOn("X0009", nil, type)]
        #expect(issues(["X0009"], facts).map(\.rule) == [.addOnContractorDefined])
        #expect(issues(["X0009"], facts).map(\.severity) == [.information])
        #expect(issues(["X0009", "X0001"], facts).isEmpty)
    }

    @Test("An add-on code on several lines is one issue")
    func addOnTwice() {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.addOns = [.addOn("X0009", "X0001", .listed)]
        #expect(issues(["X0009", "X0009"], facts).map(\.lines) == [[0, 1]])
    }

    @Test("Units of a day are added up, unless the limit is for each line")
    func units() {
        var facts = EncounterFacts.DayFacts.allLoaded
        let lines = [line("X0001", units: 2), line("X0001", units: 3), line("X0002", units: 9)]
        facts.limits = [.limit("X0001", 4, "3 Date of Service Edit: Clinical")]
        #expect(issues(lines, facts).map(\.lines) == [[0, 1]])
        #expect(issues(lines, facts).map(\.unitLimit) == [4])
        facts.limits = [.limit("X0001", 4, "1 Line Edit")]
        #expect(issues(lines, facts).isEmpty)
        facts.limits = [.limit("X0001", 2, "1 Line Edit")]
        #expect(issues(lines, facts).map(\.lines) == [[1]])
    }

    @Test("No units stand for one; a limit of none is never payable")
    func noUnits() {
        var facts = EncounterFacts.DayFacts.allLoaded
        facts.limits = [.limit("X0001", 1, "2 Date of Service Edit: Policy")]
        #expect(issues(["X0001"], facts).isEmpty)
        facts.limits = [.limit("X0001", 0, "2 Date of Service Edit: Policy")]
        #expect(
            issues(["X0001"], facts).map(\.message) == [
                "1 unit is reported of HCPCS Level II X0001; it is never payable"
            ])
    }

    @Test("What is not loaded is said, and never reads as no edit")
    func notLoaded() {
        #expect(
            issues(["X0001", "X0002"], .init()).map(\.rule) == [.editsNotLoaded, .editsNotLoaded, .editsNotLoaded])
        #expect(issues(["X0001", "X0002"], .init()).allSatisfy { $0.severity == .information && $0.lines == [0, 1] })
        // One code makes no pair.
        #expect(issues(["X0001"], .init()).count == 2)
    }
}

// MARK: What the tests say

private func line(_ code: String, modifiers: [String] = [], units: Int = 0) -> EncounterLine {
    EncounterLine(key: .hcpcs(code), modifiers: modifiers, units: units)
}

private func issues(_ codes: [String], _ facts: EncounterFacts.DayFacts) -> [ValidationIssue] {
    issues(codes.map { line($0) }, facts)
}

private func issues(_ lines: [EncounterLine], _ facts: EncounterFacts.DayFacts) -> [ValidationIssue] {
    let placed = lines.enumerated().map { EncounterDay.Placed(position: $0.offset, line: $0.element) }
    return EncounterDay(placed, facts).issues
}

extension CodeKey {
    fileprivate static func hcpcs(_ code: String) -> CodeKey { CodeKey(system: .hcpcs, canonical: code) }
}

extension EncounterFacts.DayFacts {
    fileprivate static let allLoaded = Self(loaded: [.addOn, .pairEdit, .unitLimit])
}

extension Provenance {
    fileprivate static let sample = Provenance(
        format: "test", file: "a.txt, b.txt", release: "2025Q3", period: .always)
}

extension SourcedFact {
    fileprivate init(_ value: Value) {
        self.init(
            value: value,
            edition: FactEdition(scope: FactScope(format: "test"), label: "2025Q3", files: ["a.txt", "b.txt"]),
            listed: .always, cursor: FactCursor(values: []))
    }
}

extension SourcedFact<PairEdit> {
    fileprivate static func pair(
        _ column1: String, _ column2: String, _ indicator: PairEdit.ModifierIndicator
    ) -> Self {
        Self(
            PairEdit(
                column1: .hcpcs(column1), column2: .hcpcs(column2), setting: .practitioner,
                modifierIndicator: indicator, rationale: "Misuse of column two code with column one code"))
    }
}

extension SourcedFact<AddOnRelation> {
    fileprivate static func addOn(_ addOn: String, _ primary: String?, _ type: AddOnRelation.AddOnType) -> Self {
        Self(AddOnRelation(addOn: .hcpcs(addOn), primary: primary.map { .hcpcs($0) }, type: type))
    }
}

extension SourcedFact<UnitLimit> {
    fileprivate static func limit(_ code: String, _ units: Int, _ adjudication: String) -> Self {
        Self(UnitLimit(key: .hcpcs(code), setting: .practitioner, units: units, adjudication: adjudication))
    }
}
