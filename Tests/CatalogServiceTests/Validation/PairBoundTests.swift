import CatalogModel
import CatalogStore
import Testing

/// Encounters of very many procedures.
@Suite("The bound on pairs")
struct PairBoundTests {
    private static let keys = (0..<60).map { CodeKey(system: .hcpcs, canonical: "X00\($0 / 10)\($0 % 10)") }

    /// A service in which the first `count` ordered pairs among the codes may stand together with a modifier.
    private static func service(pairCount: Int) async throws -> ServiceUnderTest {
        let service = try await ServiceUnderTest()
        let scope = FactScope(format: "ncci-ptp", part: EditSetting.practitioner.rawValue)
        try await service.write { writer throws(CatalogError) in
            try writer.declare(FactEdition(scope: scope, label: "2025"))
            let pairs = keys.flatMap { first in keys.filter { $0 != first }.map { (first, $0) } }
            for (first, second) in pairs.prefix(pairCount) {
                try writer.put(
                    PairEdit(column1: first, column2: second, setting: .practitioner, modifierIndicator: .allowed),
                    in: scope)
            }
        }
        return service
    }

    private static func issues(pairCount: Int) async throws -> [ValidationIssue] {
        let lines = keys.map { EncounterLine(key: $0, modifiers: ["59"]) }
        let report = try await service(pairCount: pairCount).validate(Encounter(lines: lines))
        return report.issues.filter { $0.rule == .procedurePair }
    }

    @Test("As many as fit are told one by one")
    func all() async throws {
        let issues = try await Self.issues(pairCount: EncounterReport.pairCountMax)
        #expect(issues.count == EncounterReport.pairCountMax)
        #expect(issues.allSatisfy { $0.severity == .warning })
    }

    @Test("Where there are more, one error says so")
    func more() async throws {
        let issues = try await Self.issues(pairCount: EncounterReport.pairCountMax + 1)
        #expect(issues.count == EncounterReport.pairCountMax + 1)
        #expect(issues.last?.severity == .error)
        #expect(issues.last?.lines == Array(0..<60))
        #expect(issues.last?.message == "more than 1000 pairs are not reported together; the rest is left out")
    }
}
