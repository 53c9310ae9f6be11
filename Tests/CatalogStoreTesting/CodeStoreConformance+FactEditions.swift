import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let factEditionCases = [
        CodeStoreConformance("Random editions, loaded and replaced in any order, answer as the files say") {
            makeStore in
            for seed in UInt64(1)...8 { try await compareFacts(seed: seed, store: try await makeStore()) }
        },
        CodeStoreConformance("The facts are the same in whatever order editions are loaded") { makeStore in
            let editions = factEditions(seed: 3, count: 4)
            var wanted: [CatalogRecord]?
            for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
                let store = try await makeStore()
                for index in order { try await store.load(editions[index].edition, editions[index].facts) }
                let records = try await store.allRecords()
                try expectEqual(records, wanted ?? records)
                wanted = records
                try await store.checkIntegrity()
            }
        },
        CodeStoreConformance("The summary counts what editions hold, and the codes they name that are not loaded") {
            makeStore in
            let (store, copy) = (try await makeStore(), try await makeStore())
            let (first, second) = (FactFixture.edition("A", "2025-01-01"), FactFixture.edition("B", "2025-04-01"))
            func expect(_ pairs: Int, _ limits: Int, _ later: Int?, line: UInt = #line) async throws {
                let counts = [
                    FactCount(kind: .pairEdit, factCount: 2, unresolvedCodeCount: pairs),
                    FactCount(kind: .unitLimit, factCount: 1, unresolvedCodeCount: limits),
                ]
                var editions = [
                    EditionSummary(edition: first, superseded: later.map { _ in day("2025-04-01") }, counts: counts)
                ]
                if let later {
                    let count = FactCount(kind: .pairEdit, factCount: 1, unresolvedCodeCount: later)
                    editions.append(EditionSummary(edition: second, counts: [count]))
                }
                try await expectEqual(store.summary().editions, editions, line: line)
            }
            let pair = Fact(FactFixture.pair("1", "2"))
            try await store.load(first, [pair, Fact(FactFixture.pair("1", "3")), FactFixture.limit("1", 1)])
            try await expect(3, 1, nil)
            try await store.load(second, [pair])
            try await expect(3, 1, 2)
            try await store.load(pages: [page(cpt("1"), "a")])
            try await expect(2, 0, 1)
            try await store.load(second, [Fact(FactFixture.pair("1", "4"))])
            try await expect(2, 0, 1)
            try await store.load(ReleaseFixture("R", "2025-01-01", system: .cpt, ["2": "b", "3": "c"]))
            try await expect(0, 0, 1)
            // A release loaded anew takes a code away again.
            try await store.load(ReleaseFixture("R", "2025-01-01", system: .cpt, ["2": "b", "4": "d"]))
            try await expect(1, 0, 0)
            try await store.delete(cpt("4"))
            try await expect(1, 0, 1)
            try await store.put(page(cpt("4"), "d"))
            try await expect(1, 0, 0)
            try await copy.load(records: store.allRecords())
            try await expectEqual(copy.summary().editions, store.summary().editions)
        },
        CodeStoreConformance("An export of facts taken back makes the same catalog, whatever the step") { makeStore in
            let (original, copy) = (try await makeStore(), try await makeStore())
            for fixture in factEditions(seed: 5, count: 4) { try await original.load(fixture.edition, fixture.facts) }
            try await original.load(
                FactEdition(scope: FactScope(format: "all"), files: ["x"]), FactFixture.everyKind)
            try await original.load(pages: [page(cpt("1"), "a page")])
            let records = try await original.allRecords(step: 1_000)
            try expectEqual(records.map(\.position), records.map(\.position).sorted())
            for step in [1, 2, 3, 7, records.count] { try await expectEqual(original.allRecords(step: step), records) }
            try await copy.load(records: records)
            try await expectEqual(copy.allRecords(), records)
            try await expectEqual(
                original.load(records: records).outcome, .nothingToDo(try await original.revision()))
        },
        CodeStoreConformance("What cannot be stored is rejected, and nothing is changed") { makeStore in
            let store = try await makeStore()
            try await store.load(FactFixture.edition("A", "2025-01-01"), [FactFixture.limit("1", 1)])
            for (edition, facts) in wrongEditions {
                try await expectError(.rejected) { try await store.load(edition, facts) }
            }
            try await expectError(.rejected) {
                _ = try await store.write(source: ImportSource(format: "x", files: [])) {
                    (writer) throws(CatalogError) in
                    try writer.put(FactFixture.pair("1", "2"), in: FactScope(format: "undeclared"))
                }
            }
            try await expectEqual(store.revision(), Revision(rawValue: 1))
        },
        CodeStoreConformance("A dry run reports as the import would, and changes nothing") { makeStore in
            let store = try await makeStore()
            let facts = [FactFixture.limit("1", 1), FactFixture.limit("2", 1)]
            let rehearsal = try await store.load(FactFixture.edition("A"), facts, dryRun: true)
            try expectEqual(rehearsal, WriteReport(outcome: .rehearsed, rowsRead: 2, added: 2, unresolved: 2))
            try await expectEqual(store.revision(), Revision(rawValue: 0))
            try await expectEqual(store.allFacts(), [])
        },
        CodeStoreConformance("A change of more facts than are named names their systems") { makeStore in
            let store = try await makeStore()
            let facts = (0...RevisionChange.keyCountMax).map { FactFixture.limit("\($0)", 1) }
            try await store.load(FactFixture.edition("A"), facts)
            let change = try await store.changes(since: Revision(rawValue: 0))
            try expectEqual(change.keys, [])
            try expectEqual(change.systems, [.cpt])
        },
    ]

    private static let wrongEditions: [(FactEdition, [Fact])] = [
        (FactFixture.edition("B", "2025-01-01"), [FactFixture.limit("1", 1)]),
        (FactFixture.edition("A", "2025-02-01"), [FactFixture.limit("1", 1)]),
        (FactFixture.edition("C", "2026-01-01"), []),
        (FactFixture.edition("C", "2026-01-01"), [FactFixture.limit("1", 1), FactFixture.limit("1", 2)]),
        (
            FactFixture.edition("C", "2026-01-01"),
            [Fact(SimilarityLink(key: cpt("1"), other: cpt("2"), reason: .curated, score: .nan))]
        ),
        (
            FactFixture.edition("C", "2026-01-01"),
            [Fact(Policy(payer: "a\0b", number: "1", title: ""))]
        ),
    ]

    /// Editions of one scope, each with random limits of few codes.
    private static func factEditions(seed: UInt64, count: Int) -> [(edition: FactEdition, facts: [Fact])] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let first = day("2025-01-01").advanced(by: index * 90)
            let edition = FactEdition(
                scope: FactScope(format: "random"), label: "E\(index)", effective: first, files: ["e\(index).txt"])
            var facts: [Fact] = []
            for code in 1...6 where Bool.random(using: &random) || code == 1 {
                for window in 0..<Int.random(in: 1...2, using: &random) {
                    let effective = day("2024-06-01").advanced(by: window * 300)
                    let length = Int.random(in: 50...300, using: &random)
                    facts.append(
                        Fact(
                            UnitLimit(
                                key: cpt("\(code)"), setting: .practitioner,
                                units: Int.random(in: 0...2, using: &random), rationale: "why \(code % 2)",
                                period: ValidityPeriod(
                                    effective: effective, terminated: effective.advanced(by: length)))))
                }
            }
            return (edition, facts)
        }
    }

    /// Loads editions in random order, some replaced, and compares answers around every edge with the editions.
    private static func compareFacts(seed: UInt64, store: any CodeStore) async throws {
        var random = SeededGenerator(seed: seed)
        let replaced = factEditions(seed: seed &+ 100, count: 5)
        let final = factEditions(seed: seed, count: 5)
        for index in final.indices.shuffled(using: &random) {
            if Bool.random(using: &random) {
                try await store.load(replaced[index].edition, replaced[index].facts)
            }
            try await store.load(final[index].edition, final[index].facts)
        }
        for offset in stride(from: -220, to: 900, by: 1) where offset % 3 == 0 || abs(offset % 90) < 2 {
            let date = day("2025-01-01").advanced(by: offset)
            let inForce = final.last { ($0.edition.effective ?? date) <= date }
            let wanted = inForce?.facts.filter { $0.value.period.contains(date) } ?? []
            let found = try await store.limits((1...6).map { cpt("\($0)") }, on: date.description)
            try expectEqual(Set(found.limits.map { Fact($0.value) }), Set(wanted))
            try expectEqual(found.limits.count, wanted.count)
            try expectEqual(found.editions, inForce.map { [$0.edition] } ?? [])
        }
    }
}
