import CatalogModel
import CatalogStore
import Foundation
import MedCodesClient
import Testing

/// Callers of a service while imports go on in its store. MEDCODES_READER_REVISIONS says how many revisions are written.
@Suite("Calls during imports", .timeLimit(.minutes(60)))
struct ReadersDuringImportsTests {
    private static let revisionCount =
        ProcessInfo.processInfo.environment["MEDCODES_READER_REVISIONS"].flatMap(Int.init) ?? 10
    private static let first = CodeKey(system: .hcpcs, canonical: "X0001")
    private static let second = CodeKey(system: .hcpcs, canonical: "X0002")

    @Test("No reply mixes two revisions, and none is older than one before it")
    func replies() async throws {
        try await RunningService.run { client, service in
            try await Self.write(1, to: service.store)
            let questions: [@Sendable () async throws -> [String]] = [
                { try await Self.wordsOfCode(client) }, { try await Self.wordsOfBatch(client) },
                { try await Self.wordsOfEncounter(client) },
            ]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for ask in questions { group.addTask { try await Self.follow(ask) } }
                for generation in 2...Self.revisionCount { try await Self.write(generation, to: service.store) }
                try await group.waitForAll()
            }
        }
    }

    /// Asks until the last generation is there.
    private static func follow(_ ask: @Sendable () async throws -> [String]) async throws {
        var last = 0
        while last < revisionCount, !Task.isCancelled {
            let words = try await ask()
            #expect(Set(words).count == 1, "a reply mixes \(words)")
            let generation = try #require(words.first.flatMap(Int.init))
            #expect(generation >= last)
            last = generation
        }
    }

    /// A full code, from the cache: its descriptor, its policy, the descriptor of a similar code.
    private static func wordsOfCode(_ client: MedCodesClient) async throws -> [String] {
        let code = try await client.code(first)
        let words = [code.longDescriptor] + code.policies.map(\.title) + code.similarCodes.map(\.title)
        return words.count == 3 ? words : words + ["missing"]
    }

    private static func wordsOfBatch(_ client: MedCodesClient) async throws -> [String] {
        try await client.codes([first, second, first], view: .full).map { answer in
            if case .found(let code) = answer { code.longDescriptor } else { "missing" }
        }
    }

    /// The descriptors of two lines, the edit between them, the limit of units.
    private static func wordsOfEncounter(_ client: MedCodesClient) async throws -> [String] {
        let lines = [EncounterLine(key: first, units: Int(Int32.max)), EncounterLine(key: second)]
        let report = try await client.validate(Encounter(lines: lines))
        let edits = report.issues.compactMap { issue -> String? in
            switch issue.rule {
            case .procedurePair: issue.rationale
            case .unitsOverLimit: issue.unitLimit.map { "\($0)" }
            default: nil
            }
        }
        let words = report.lines.map(\.display) + edits
        return words.count == 4 ? words : words + ["missing"]
    }

    /// Imports a generation, which numbers everything it writes.
    private static func write(_ generation: Int, to store: any CodeStore) async throws {
        _ = try await store.write(source: ImportSource(format: "test", files: [])) { writer throws(CatalogError) in
            for key in [first, second] { try writer.putPage(Code(key: key, longDescriptor: "\(generation)")) }
            let practitioner = EditSetting.practitioner
            let facts: [(any StorableFact, FactScope)] = [
                (
                    PairEdit(
                        column1: first, column2: second, setting: practitioner, modifierIndicator: .allowed,
                        rationale: "\(generation)"), FactScope(format: "ncci-ptp", part: practitioner.rawValue)
                ),
                (
                    UnitLimit(key: first, setting: practitioner, units: generation),
                    FactScope(format: "ncci-mue", part: practitioner.rawValue)
                ),
                (Policy(payer: "Payer", number: "1", title: "\(generation)"), FactScope(format: "policies", part: "a")),
                (PolicyCode(key: first, payer: "Payer", number: "1"), FactScope(format: "policies", part: "b")),
                (
                    SimilarityLink(key: first, other: second, reason: .curated, score: 0.5),
                    FactScope(format: "similar")
                ),
            ]
            for (fact, scope) in facts {
                try writer.declare(FactEdition(scope: scope, label: "\(generation)"))
                try writer.put(StoredFact(Fact(fact), scope: scope))
            }
        }
    }
}
