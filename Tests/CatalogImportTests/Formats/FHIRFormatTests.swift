import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("FHIR resources")
struct FHIRFormatTests {
    private let format: FormatUnderTest
    private static let system = CodeSystem.other(uri: "http://example.org/operations")

    init() throws { format = try FormatUnderTest("fhir") }

    /// A header above a code above a code; a retired one with its successor, an inactive one with a child, one by a property.
    static let codeSystem = """
        {"resourceType": "CodeSystem", "url": "http://example.org/operations", "version": "2024-09", "status": "active",
         "date": "2024-09-01T00:00:00Z", "content": "complete", "copyright": "Ours.",
         "property": [{"code": "gone", "uri": "http://hl7.org/fhir/concept-properties#retirementDate", "type": "dateTime"}],
         "concept": [
          {"code": "A", "display": "Operations", "property": [{"code": "notSelectable", "valueBoolean": true}],
           "concept": [
            {"code": "A.1", "display": "Repair", "definition": "Mending [what] is {broken}.",
             "designation": [
              {"use": {"system": "http://snomed.info/sct", "code": "900000000000013009"}, "value": "Mending"},
              {"language": "de", "value": "Reparatur"}, {"language": "en-GB", "value": "Fettling"},
              {"use": {"code": "consumer-descriptor"}, "value": "A fix"},
              {"use": {"code": "clinician-descriptor"}, "value": "Repair, any"}, {"use": {"code": "short"}, "value": "Rep"}],
             "concept": [{"code": "A.1.1", "display": "Repair of a \\"thing\\""}]},
            {"code": "A.2", "display": "Removal", "property": [
             {"code": "gone", "valueDateTime": "2025-01"}, {"code": "effectiveDate", "valueDateTime": "2024-10-01"},
             {"code": "replacedBy", "valueCode": "A.1"}]},
            {"code": "A.3", "display": "Old", "property": [{"code": "inactive", "valueBoolean": true}],
             "concept": [{"code": "A.3.1", "display": "Younger"}]}]},
          {"code": "B", "display": "Other", "property": [{"code": "parent", "valueCode": "A"}]}]}

        """

    /// One group in the words of R4, one in those of R5.
    static let conceptMap = """
        {"resourceType": "ConceptMap", "url": "http://example.org/map", "version": "3", "group": [
         {"source": "http://example.org/operations|2024", "target": "http://hl7.org/fhir/sid/icd-10-cm", "element": [
          {"code": "A.1", "target": [{"code": "Q99.91", "equivalence": "wider"}, {"code": "Q99.92", "equivalence": "specializes"}]},
          {"code": "A.2", "target": [{"equivalence": "unmatched"}]}]},
         {"source": "http://example.org/operations", "target": "http://www.ama-assn.org/go/cpt", "element": [
          {"code": "A.1", "target": [{"code": "0001Z", "relationship": "source-is-narrower-than-target", "dependsOn": [{"attribute": "x"}]}]},
          {"code": "A.2", "noMap": true}]}]}

        """

    private func answer(_ code: String, on date: String) async throws -> CodeAnswer {
        let key = try CodeKey(system: Self.system, code: code)
        return try await format.store.lookUp([key], asOf: #require(CalendarDate(date)), view: .full).answers[0]
    }

    private func code(_ code: String, on date: String = "2025-06-01") async throws -> Code {
        guard case .found(let code) = try await answer(code, on: date) else { throw TestFailure() }
        return code
    }

    @Test("A code system becomes a release, with kinds, descriptors, days and successors")
    func release() async throws {
        let report = try await format.run(Self.codeSystem, file: "system.json")
        #expect(report.rowsRead == 7 && report.rejectCount == 0)
        #expect(report.notes.count == 2 && report.notes[0].hasSuffix(": Ours."), "\(report.notes)")
        #expect(report.notes[1].contains("1 concepts are inactive"))
        #expect(try await code("A").kind == .header)
        let repair = try await code("A.1")
        #expect(repair.release == Release(label: "2024-09", effective: try #require(CalendarDate("2024-09-01"))))
        #expect(repair.longDescriptor == "Repair" && repair.shortDescriptor == "Rep")
        #expect(repair.consumerDescriptor == "A fix" && repair.clinicianDescriptors == ["Repair, any"])
        #expect(repair.parent?.code == "A")
        #expect(try await code("A.1.1").longDescriptor == "Repair of a \"thing\"")
        for (day, reason) in [("2024-08-31", AbsenceReason.releaseNotLoaded), ("2024-09-30", .notYetEffective)] {
            guard case .absent(let absence) = try await answer("A.2", on: day) else { throw TestFailure() }
            #expect(absence.reason == reason)
        }
        #expect(try await code("A.2", on: "2024-12-31").longDescriptor == "Removal")
        guard case .absent(let ended) = try await answer("A.2", on: "2025-01-01") else { throw TestFailure() }
        #expect(ended.reason == .terminated && ended.successors.map(\.code) == ["A.1"])
        guard case .absent(let inactive) = try await answer("A.3", on: "2025-01-01") else { throw TestFailure() }
        #expect(inactive.reason == .unknownCode)
        let again = try await format.run(Self.codeSystem, file: "system.json")
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("Nesting and properties become the hierarchy, designations synonyms, and definitions notes")
    func facts() async throws {
        _ = try await format.run(Self.codeSystem, file: "system.json")
        func key(_ code: String) -> CodeKey { CodeKey(system: Self.system, canonical: code) }
        let under = try await format.facts(FactQuery<HierarchyLink>.under(key("A"))).map(\.value.child.code)
        #expect(under == ["A.1", "A.2", "A.3.1", "B"])
        #expect(try await format.facts(FactQuery<HierarchyLink>.under(key("A.1"))).map(\.value.child.code) == ["A.1.1"])
        #expect(try await format.facts(FactQuery<HierarchyLink>.top(of: Self.system)).map(\.value.child.code) == ["A"])
        #expect(try await format.facts(FactQuery<Term>.to(key("A.1"))).map(\.value.text) == ["Fettling", "Mending"])
        let notes = try await format.facts(FactQuery<TabularNote>.of(key("A.1")))
        #expect(notes.map(\.value.text) == ["Mending [what] is {broken}."])
        #expect(notes.first?.edition.files == ["system.json"])
    }

    @Test("A later version ends what it no longer lists, and the one before stays for its days")
    func nextVersion() async throws {
        _ = try await format.run(Self.codeSystem)
        let next = Self.codeSystem.replacing("2024-09-01T00:00:00Z", with: "2026").replacing("2024-09", with: "2026")
            .replacing("{\"code\": \"A.1.1\", \"display\": \"Repair of a \\\"thing\\\"\"}", with: "")
        _ = try await format.run(next)
        #expect(try await code("A.1.1", on: "2025-12-31").release?.label == "2024-09")
        guard case .absent(let ended) = try await answer("A.1.1", on: "2026-01-01") else { throw TestFailure() }
        #expect(ended.reason == .terminated)
    }

    @Test("A concept map becomes crosswalk entries, in the words of R4 and of R5")
    func map() async throws {
        let report = try await format.run(Self.conceptMap, file: "map.json")
        #expect(report.rowsRead == 4 && report.rejectCount == 0 && report.notes.count == 1)
        func entries(_ code: String, _ target: CodeSystem) async throws -> [String] {
            let key = try CodeKey(system: Self.system, code: code)
            return try await format.facts(.of(key, in: target)).map {
                "\($0.value.target?.code ?? "none") \($0.value.relation)"
            }
        }
        #expect(
            try await entries("A.1", .icd10CM)
                == ["Q9991 sourceIsNarrowerThanTarget", "Q9992 sourceIsBroaderThanTarget"])
        #expect(try await entries("A.2", .icd10CM) == ["none notRelatedTo"])
        #expect(try await entries("A.1", .cpt) == ["0001Z sourceIsNarrowerThanTarget"])
        #expect(try await entries("A.2", .cpt) == ["none notRelatedTo"])
        let again = try await format.run(Self.conceptMap, file: "map.json")
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test(
        "What is no whole resource is refused with what to do",
        arguments: [
            ("\"complete\"", "\"fragment\"", "content is 'fragment', not complete"),
            ("http://example.org/operations", "no url", "no url that can name it"),
            ("\"date\": \"2024-09-01T00:00:00Z\", ", "", "give --effective"),
            ("CodeSystem", "ValueSet", "give a CodeSystem or a ConceptMap"),
            ("\"A.1.1\"", "\"A/1 1\"", "has or names a code that is none"),
            ("\"A.1.1\"", "1", "has a value of another type"), ("\"code\": \"A.1.1\", ", "", "'code' is missing"),
            ("\"A.1.1\"", "\"A.1\"", "twice"), ("]}]}\n", "", "no JSON object"),
            ("2024-10-01", "2025-01-01", "retired before it is effective"),
        ])
    func refused(old: String, new: String, words: String) async throws {
        let error = try await format.failure(Self.codeSystem.replacing(old, with: new))
        #expect(error.description.contains(words), "\(error)")
    }

    @Test("A map that names no system, or no relation that is known, is refused")
    func refusedMaps() async throws {
        for (old, new, words) in [
            ("\"target\": \"http://hl7.org/fhir/sid/icd-10-cm\", ", "", "from and to"),
            ("wider", "bigger", "no relation"),
            ("\"Q99.91\"", "\"Q/\"", "'A.1' has or names a code"),
        ] {
            let error = try await format.failure(Self.conceptMap.replacing(old, with: new))
            #expect(error.description.contains(words), "\(error)")
        }
    }

    @Test("A document that goes deeper than any terminology is refused, not recurred into")
    func depth() async throws {
        let deep = String(repeating: "{\"code\": \"x\", \"concept\": [", count: 20_000)
        let error = try await format.failure(
            "{\"resourceType\": \"CodeSystem\", \"url\": \"urn:x:y\", \"content\": \"complete\",\n\"concept\": [" + deep
        )
        #expect(error.message.contains("more than 100 deep") && error.location?.line == 2)
        let brackets = String(repeating: "[", count: 200)
        #expect(try await format.run(Self.codeSystem.replacing("Mending [what]", with: brackets)).rejectCount == 0)
    }

    @Test(
        "A dateTime is the first day of what it names",
        arguments: [
            ("2024", "2024-01-01"), ("2024-02", "2024-02-01"), ("2024-02-29", "2024-02-29"),
            ("2024-02-29T23:59:59+02:00", "2024-02-29"), ("24", nil), ("2024-13", nil), ("", nil),
        ])
    func dates(text: String, day: String?) {
        #expect(CalendarDate(fhir: text)?.description == day)
    }
}
