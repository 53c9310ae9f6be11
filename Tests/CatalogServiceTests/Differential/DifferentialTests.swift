import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogService

/// The store and the rules against a slow model, at random. MEDCODES_DIFFERENTIAL_CASES says how many questions are asked;
/// four of five are lookups, the others validations.
@Suite("Against a slow model")
struct DifferentialTests {
    private static let caseCount =
        ProcessInfo.processInfo.environment["MEDCODES_DIFFERENTIAL_CASES"].flatMap(Int.init) ?? 3_000
    private static let encountersPerCatalog = 100
    private static let lookupsPerCatalog = 400

    @Test("Codes and validations on the edges of days are what plain arrays say they are")
    func differences() async throws {
        let catalogCount = max(Self.caseCount / (Self.encountersPerCatalog + Self.lookupsPerCatalog), 1)
        var differences: [String] = []
        for seed in 1...catalogCount { differences += try await self.differences(seed: UInt64(seed)) }
        for difference in differences.prefix(5) { Issue.record("\(difference)") }
        #expect(differences.count == 0)
        let questionCount = catalogCount * (Self.encountersPerCatalog + Self.lookupsPerCatalog)
        print("\(questionCount) questions to \(catalogCount) catalogs: \(differences.count) differences")
    }

    /// Loads a catalog of this seed, and tells where the store and the model differ.
    private func differences(seed: UInt64) async throws -> [String] {
        var random = RandomCatalog(seed: seed)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteCodeStore(path: folder.appendingPathComponent("catalog.sqlite").path)
        var model = ModelCatalog()
        for piece in random.pieces() {
            try await store.load(piece)
            model.load(piece)
        }
        let lookups = (0..<Self.lookupsPerCatalog).map { _ in random.lookup() }
        let encounters = (0..<Self.encountersPerCatalog).map { _ in (random.encounter(), random.day()) }
        let catalog = model
        let found = try await store.read { reader throws(CatalogError) in
            var found: [String] = []
            for (key, day) in lookups {
                let (real, wanted) = (
                    try reader.answer(for: key, asOf: day, view: .basic), catalog.answer(for: key, on: day)
                )
                if real != wanted { found.append("seed \(seed): \(key) on \(day): \(real), not \(wanted)") }
            }
            for (encounter, today) in encounters {
                let facts = try EncounterFacts(encounter, today: today, from: reader)
                let real = EncounterValidation(encounter: encounter, facts: facts).report.comparable
                let wanted = ModelValidation(catalog: catalog, encounter: encounter, today: today).report.comparable
                if real != wanted { found.append("seed \(seed): \(encounter): \(real), not \(wanted)") }
            }
            return found
        }
        try await store.close()
        return found
    }
}

/// A report without its wording, and without an order between issues.
private struct ComparableReport: Equatable {
    var lines: [LineReport]
    var issues: [ValidationIssue: Int]
}

extension EncounterReport {
    fileprivate var comparable: ComparableReport {
        ComparableReport(
            lines: lines.map { line in
                var line = line
                line.issues = line.issues.map(\.wordless)
                return line
            },
            issues: Dictionary(issues.map { ($0.wordless, 1) }, uniquingKeysWith: +))
    }
}

extension ValidationIssue {
    fileprivate var wordless: ValidationIssue {
        var issue = self
        issue.message = ""
        return issue
    }
}

extension ModelCatalog {
    fileprivate mutating func load(_ piece: RandomCatalog.Piece) {
        switch piece {
        case .release(let release): load(release)
        case .pages(let pages): load(pages)
        case .edition(let edition): load(edition)
        }
    }
}

extension CodeStore {
    fileprivate func load(_ piece: RandomCatalog.Piece) async throws {
        _ = try await write(source: ImportSource(format: "random", files: [])) { writer throws(CatalogError) in
            switch piece {
            case .release(let loaded):
                try writer.declare(loaded.release, of: loaded.system)
                for code in loaded.codes { try writer.list(code) }
            case .pages(let pages):
                for page in pages { try writer.putPage(page) }
            case .edition(let loaded):
                let scope = loaded.edition.scope
                try writer.declare(loaded.edition)
                for fact in loaded.addOns { try writer.put(fact, in: scope) }
                for fact in loaded.pairs { try writer.put(fact, in: scope) }
                for fact in loaded.limits { try writer.put(fact, in: scope) }
            }
        }
    }
}
