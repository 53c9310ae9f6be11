import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let factCases = [
        CodeStoreConformance("Every kind of fact is found again as it was put, with its edition") { makeStore in
            let store = try await makeStore()
            let edition = FactEdition(scope: FactScope(format: "all"), label: "one", files: ["a.txt", "b.txt"])
            let report = try await store.load(edition, FactFixture.everyKind)
            try expectEqual(report.added, FactFixture.everyKind.count)
            let stored = try await store.allFacts()
            try expectEqual(Set(stored.map(\.fact)), Set(FactFixture.everyKind))
            try expectEqual(Set(stored.map(\.fact.kind)), Set(FactKind.allCases))
            try await store.read { reader throws(CatalogError) in
                for kind in FactKind.allCases {
                    guard try reader.editions(of: kind, on: day("2025-01-01")) == [edition] else {
                        throw CatalogError(.corrupt, "\(kind) has another edition", remedy: "mend the store")
                    }
                }
            }
        },
        CodeStoreConformance("A fact holds from its effective day up to the day before its terminated day") {
            makeStore in
            let store = try await makeStore()
            let leap = ValidityPeriod(effective: day("2024-02-29"), terminated: day("2024-10-01"))
            let pair = FactFixture.pair("1", "2", leap)
            try await store.load(FactFixture.edition("p"), [Fact(pair)])
            for (date, count) in [
                ("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 1), ("2024-09-30", 1), ("2024-10-01", 0),
            ] {
                try await expectEqual(
                    store.pairs([cpt("1"), cpt("2")], on: date).map(\.value), Array(repeating: pair, count: count))
            }
        },
        CodeStoreConformance("A pair that repeats keeps each of its windows") { makeStore in
            let store = try await makeStore()
            let windows = [("2010-01-01", "2011-01-01"), ("2011-01-01", "2012-01-01"), ("2013-01-01", nil)]
            let pairs = windows.map { from, to in
                FactFixture.pair("1", "2", ValidityPeriod(effective: day(from), terminated: to.map(day)))
            }
            try await expectEqual(store.load(FactFixture.edition("p"), pairs.map { Fact($0) }).added, 3)
            for (date, index) in [("2010-12-31", 0), ("2011-01-01", 1), ("2012-06-01", nil), ("2025-01-01", 2)] {
                try await expectEqual(
                    store.pairs([cpt("2"), cpt("1")], on: date).map(\.value), index.map { [pairs[$0]] } ?? [])
            }
        },
        CodeStoreConformance("An edition is in force until the next loaded one; before the first nothing is loaded") {
            makeStore in
            let store = try await makeStore()
            try await store.load(FactFixture.edition("2025Q3", "2025-07-01"), [FactFixture.limit("1", 3)])
            try await store.load(FactFixture.edition("2025Q1", "2025-01-01"), [FactFixture.limit("1", 2)])
            for (date, label, units) in [
                ("2024-12-31", nil, nil), ("2025-01-01", "2025Q1", 2), ("2025-06-30", "2025Q1", 2),
                ("2025-07-01", "2025Q3", 3), ("2030-01-01", "2025Q3", 3),
            ] {
                let found = try await store.limits([cpt("1")], on: date)
                try expectEqual(found.limits.map(\.value.units), units.map { [$0] } ?? [])
                try expectEqual(found.limits.map(\.edition.label), label.map { [$0] } ?? [])
                try expectEqual(found.editions.map(\.label), label.map { [$0] } ?? [])
            }
            let last = try await store.limits([cpt("1")], on: "2025-08-01").limits[0]
            try expectEqual(last.period, ValidityPeriod(effective: day("2025-07-01")))
        },
        CodeStoreConformance("An edition loaded again changes nothing; a changed one reports what is different") {
            makeStore in
            let store = try await makeStore()
            let edition = FactFixture.edition("2025Q1", "2025-01-01")
            let limits = ["1", "2", "3"].map { FactFixture.limit($0, 1) }
            try await store.load(edition, limits)
            try await expectEqual(
                store.load(edition, limits.reversed()),
                WriteReport(outcome: .nothingToDo(Revision(rawValue: 1)), rowsRead: 3, unchanged: 3, unresolved: 3))
            let other = [FactFixture.limit("1", 1), FactFixture.limit("2", 9), FactFixture.limit("4", 1)]
            try await expectEqual(
                store.load(edition, other),
                WriteReport(
                    outcome: .committed(Revision(rawValue: 2)), rowsRead: 3, added: 1, changed: 1, unchanged: 1,
                    terminated: 1, unresolved: 3))
            let change = try await store.changes(since: Revision(rawValue: 1))
            try expectEqual(change.keys, [cpt("2"), cpt("3"), cpt("4")])
            try expectEqual(change.systems, [])
        },
        CodeStoreConformance("Scopes stand side by side, whatever their facts") { makeStore in
            let store = try await makeStore()
            let (a, b) = (FactScope(format: "f", part: "a"), FactScope(format: "f", part: "b"))
            try await store.load(FactEdition(scope: a, label: "a"), [FactFixture.limit("1", 1)])
            try await store.load(FactEdition(scope: b, label: "b"), [FactFixture.limit("1", 2)])
            try await store.load(FactEdition(scope: a, label: "a2"), [FactFixture.limit("1", 3)])
            let found = try await store.limits([cpt("1")], on: "2025-01-01").limits
            try expectEqual(Set(found.map { "\($0.edition.label) \($0.value.units)" }), ["a2 3", "b 2"])
        },
        CodeStoreConformance("An edition without facts of a kind ends those the scope had") { makeStore in
            let store = try await makeStore()
            let pair = Fact(FactFixture.pair("1", "2"))
            try await store.load(FactFixture.edition("A", "2025-01-01"), [pair, FactFixture.limit("1", 1)])
            let report = try await store.load(FactFixture.edition("B", "2026-01-01"), [FactFixture.limit("1", 1)])
            try expectEqual([report.added, report.unchanged, report.terminated], [0, 1, 1])
            try await expectEqual(store.pairs([cpt("1"), cpt("2")], on: "2025-12-31").count, 1)
            try await expectEqual(store.pairs([cpt("1"), cpt("2")], on: "2026-01-01").count, 0)
            try await expectEqual(
                store.limits([cpt("1")], on: "2026-01-01").limits.map(\.listed),
                [
                    ValidityPeriod(effective: day("2025-01-01"))
                ])
        },
        CodeStoreConformance("Facts of a kind that come with an earlier edition end with the later one") { makeStore in
            let store = try await makeStore()
            let limit = FactFixture.limit("1", 1)
            try await store.load(FactFixture.edition("B", "2026-01-01"), [limit])
            try await store.load(FactFixture.edition("A", "2025-01-01"), [limit, Fact(FactFixture.pair("1", "2"))])
            try await expectEqual(store.pairs([cpt("1"), cpt("2")], on: "2025-12-31").count, 1)
            try await expectEqual(store.pairs([cpt("1"), cpt("2")], on: "2026-01-01").count, 0)
        },
        CodeStoreConformance("Facts add to what is said of a code, and its changes are told") { makeStore in
            let store = try await makeStore()
            try await store.load(pages: [page(cpt("1"), "one", similar: [cpt("2")]), page(cpt("2"), "two")])
            try await store.load(ReleaseFixture("R", "2024-01-01", ["A": "a", "B": "b", "C": "c"]))
            let period = ValidityPeriod(effective: day("2025-01-01"), terminated: day("2026-01-01"))
            let policy = Policy(payer: "P", number: "7", title: "seven", period: period, coverage: "general")
            let facts: [any StorableFact] = [
                AddOnRelation(addOn: pcs("A"), primary: pcs("B"), type: .listed, period: period), policy,
                PolicyCode(key: pcs("A"), payer: "P", number: "7", coverage: "special"),
                FeeScheduleEntry(key: pcs("B"), modifier: "26", status: "A", globalDays: "ZZZ"),
                FeeScheduleEntry(key: pcs("C"), status: "A", globalDays: "090"),
                SimilarityLink(key: pcs("A"), other: cpt("2"), reason: .sharedText, score: 0.2),
                SimilarityLink(key: pcs("A"), other: pcs("B"), reason: .sibling, score: 0.9),
                SimilarityLink(key: cpt("1"), other: cpt("2"), reason: .sharedText, score: 0.9),
                SimilarityLink(key: cpt("1"), other: pcs("B"), reason: .sharedText, score: 0.1),
            ]
            let edition = FactEdition(scope: FactScope(format: "mixed"))
            try await store.load(edition, facts.map { Fact($0) })
            var code = try await store.code(pcs("A"), on: "2025-06-01")
            try expect(code.isAddOn, "the add-on relation is not seen")
            try expectEqual(code.similarCodes.map(\.title), ["b", "two"])
            try expectEqual(code.policies.map(\.coverage), ["special"])
            code = try await store.code(pcs("A"), on: "2026-01-01")
            try expect(!code.isAddOn && code.policies.isEmpty, "facts are seen after their days")
            try await expect(store.code(pcs("A"), on: "2025-06-01", view: .basic).isAddOn, "the basic view misses it")
            try await expect(store.code(pcs("B"), on: "2025-06-01").isAddOn, "the fee schedule's hint is not seen")
            try await expect(
                !store.code(pcs("C"), on: "2025-06-01").isAddOn, "any fee schedule entry is taken for a hint")
            try await expectEqual(
                store.code(cpt("1"), on: "2025-06-01").similarCodes.map(\.reason), [.curated, .sharedText])
            // A title changes: the codes that show it, by page or by fact, change with it.
            let before = try await store.revision()
            try await store.load(pages: [page(cpt("2"), "another two")])
            try await expectEqual(store.changes(since: before).keys, [cpt("1"), cpt("2"), pcs("A")])
            // So do the codes of a policy that changes.
            let retitled = facts.map { Fact($0) }.map { fact in
                fact.kind == .policy ? Fact(Policy(payer: "P", number: "7", title: "VII", period: period)) : fact
            }
            try await store.load(edition, retitled)
            try await expectEqual(store.changes(since: Revision(rawValue: before.rawValue + 1)).keys, [pcs("A")])
        },
        CodeStoreConformance("Facts do not load the systems they name, and resolve when the codes come") { makeStore in
            let store = try await makeStore()
            let edition = FactFixture.edition("p")
            try await expectEqual(store.load(edition, [Fact(FactFixture.pair("1", "2"))]).unresolved, 1)
            try await expectEqual(store.absence(cpt("1"), on: "2025-01-01").reason, .codeSystemNotLoaded)
            try await expectEqual(store.summary().systems, [])
            try await store.load(pages: [page(cpt("1"), "a"), page(cpt("2"), "b")])
            try await expectEqual(store.load(edition, [Fact(FactFixture.pair("1", "2"))]).unresolved, 0)
        },
        CodeStoreConformance("Pages of a query follow one another without gap or repeat, and are counted") {
            makeStore in
            let store = try await makeStore()
            let relations = (1...25).map { AddOnRelation(addOn: cpt("9"), primary: cpt("1\($0)"), type: .listed) }
            try await store.load(FactFixture.edition("a"), relations.map { Fact($0) })
            for step in [1, 7, 25, 26] {
                let (found, total) = try await store.read { reader throws(CatalogError) in
                    let query = FactQuery.addOns([cpt("9")]).on(day("2025-01-01"))
                    var found: [SourcedFact<AddOnRelation>] = []
                    while true {
                        let next = try reader.facts(query.after(found.last?.cursor).limited(to: step))
                        found += next
                        if next.count < step { break }
                    }
                    return (found, try reader.count(query))
                }
                try expectEqual(Set(found.map(\.value)), Set(relations))
                try expectEqual([found.count, total], [25, 25])
            }
        },
    ]
}
