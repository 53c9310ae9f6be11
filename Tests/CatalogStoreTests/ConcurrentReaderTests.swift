import CatalogModel
import CatalogStore
import Foundation
import Testing

/// Readers while imports go on. MEDCODES_READER_REVISIONS says how many revisions are written.
@Suite("SQLite store: readers during imports", .timeLimit(.minutes(60)))
struct ConcurrentReaderTests {
    private static let revisionCount =
        ProcessInfo.processInfo.environment["MEDCODES_READER_REVISIONS"].flatMap(Int.init) ?? 10
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("No answer mixes two revisions, and none is older than one before it")
    func readers() async throws {
        let store = try SQLiteCodeStore(path: folder.file())
        try await store.write(generation: 1)
        let answerCount = try await withThrowingTaskGroup(of: Int.self) { group in
            for reader in 0..<3 { group.addTask { try await Self.follow(store, inSnapshots: reader == 2) } }
            for generation in 2...Self.revisionCount { try await store.write(generation: generation) }
            return try await group.reduce(0, +)
        }
        try await store.checkIntegrity()
        try await store.close()
        print("\(Self.revisionCount) revisions, \(answerCount) answers, none mixed")
    }

    /// Asks until the last generation is there; says how often.
    private static func follow(_ store: SQLiteCodeStore, inSnapshots: Bool) async throws -> Int {
        var (answerCount, last) = (0, 0)
        while last < revisionCount, !Task.isCancelled {
            let generations = inSnapshots ? try await store.generationsOfSnapshot() : try await store.generations()
            #expect(Set(generations).count == 1, "an answer mixes \(generations)")
            #expect(generations[0] >= last)
            (answerCount, last) = (answerCount + 1, generations[0])
        }
        return answerCount
    }
}

// Each generation is one import, and numbers everything it writes.
extension SQLiteCodeStore {
    private static let first = CodeKey(system: .hcpcs, canonical: "X0001")
    private static let second = CodeKey(system: .hcpcs, canonical: "X0002")
    private static let setting = EditSetting.practitioner

    fileprivate func write(generation: Int) async throws {
        let report = try await write(source: Sample.source) { writer throws(CatalogError) in
            try writer.declare(Release(label: "R", effective: Sample.release.effective), of: .hcpcs)
            for key in [Self.first, Self.second] { try writer.list(Code(key: key, longDescriptor: "\(generation)")) }
            let facts: [any StorableFact] = [
                PairEdit(
                    column1: Self.first, column2: Self.second, setting: Self.setting, modifierIndicator: .allowed,
                    rationale: "\(generation)"),
                UnitLimit(key: Self.first, setting: Self.setting, units: generation),
                Policy(payer: "Payer", number: "1", title: "\(generation)"),
                PolicyCode(key: Self.first, payer: "Payer", number: "1"),
                SimilarityLink(
                    key: Self.first, other: Self.second, reason: .curated, score: 1 / Double(generation)),
            ]
            for (place, fact) in facts.enumerated() {
                let scope = FactScope(format: "sample", part: "\(place)")
                try writer.declare(FactEdition(scope: scope, label: "\(generation)"))
                try writer.put(StoredFact(Fact(fact), scope: scope))
            }
        }
        #expect(report.outcome == .committed(Revision(rawValue: Int64(generation))))
    }

    /// The generations that the parts of one read tell.
    fileprivate func generations() async throws -> [Int] {
        try await read { reader throws(CatalogError) in
            var generations = [Int(reader.revision.rawValue)]
            if case .found(let code) = try reader.answer(for: Self.first, asOf: Sample.day, view: .full) {
                generations += ([code.longDescriptor] + code.policies.map(\.title)).map { Int($0) ?? 0 }
                generations += code.similarCodes.flatMap { [Int($0.title) ?? 0, Int((1 / $0.score).rounded())] }
            }
            let pairs = try reader.facts(.among([Self.first, Self.second], setting: Self.setting).on(Sample.day))
            generations += pairs.flatMap { [Int($0.value.rationale) ?? 0, Int($0.edition.label) ?? 0] }
            let limits = try reader.facts(.of([Self.first], setting: Self.setting).on(Sample.day))
            generations += limits.map { (limit: SourcedFact<UnitLimit>) in limit.value.units }
            return generations.count == 8 ? generations : generations + [-1]
        }
    }

    /// The generations that the records of one snapshot tell, read in small steps.
    fileprivate func generationsOfSnapshot() async throws -> [Int] {
        let snapshot = try await snapshot()
        var generations = [Int(snapshot.revision.rawValue)]
        var position: CatalogRecord.Position?
        while let record = try await snapshot.records(after: position, limit: 1).first {
            position = record.position
            switch record {
            case .listed(let code): generations.append(Int(code.longDescriptor) ?? 0)
            case .edition(let edition): generations.append(Int(edition.label) ?? 0)
            case .release, .page, .fact: break
            }
        }
        return generations.count == 8 ? generations : generations + [-1]
    }
}
