import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let lookupCases = [
        CodeStoreConformance("The keys of a prefix come in order, each once, whatever the step") { makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a", "B1": "b", "B3": "c", "BB": "d"]))
            try await store.load(ReleaseFixture("R2", "2025-01-01", ["A": "a", "B1": "other", "C": "c"]))
            try await store.load(pages: [page(pcs("B1"), "p"), page(pcs("B2"), "p"), page(cpt("B9"), "p")])
            for step in [1, 2, 3, 100] {
                let keys = try await store.snapshot().read { reader throws(CatalogError) in
                    var keys: [CodeKey] = []
                    while true {
                        let next = try reader.keys(
                            of: .icd10PCS, prefix: "B", after: keys.last?.code, limit: step)
                        keys += next
                        if next.count < step { return keys }
                    }
                }
                try expectEqual(keys, ["B1", "B2", "B3", "BB"].map(pcs))
            }
            let listings = try await store.read { reader throws(CatalogError) in try reader.listings(of: pcs("B1")) }
            try expectEqual(listings.map(\.longDescriptor), ["b", "other"])
            try expectEqual(listings.map(\.period.effective), [day("2024-01-01"), day("2025-01-01")])
        },
        CodeStoreConformance("An empty catalog answers that nothing is loaded") { makeStore in
            let store = try await makeStore()
            try await expectEqual(store.revision(), Revision(rawValue: 0))
            let empty = CatalogSummary(revision: Revision(rawValue: 0), committedAt: nil, systems: [])
            try await expectEqual(store.summary(), empty)
            try await expectEqual(store.absence(pcs("0SG0070"), on: "2024-01-01").reason, .codeSystemNotLoaded)
            try await expectEqual(store.allRecords(), [])
            let nothing = RevisionChange(since: Revision(rawValue: 0), revision: Revision(rawValue: 0))
            try await expectEqual(store.changes(since: Revision(rawValue: 0)), nothing)
        },
        CodeStoreConformance("Answers come in the order of the keys, repeated and absent keys too") { makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "first", "B": "second"]))
            let keys = [pcs("B"), pcs("X"), cpt("B"), pcs("A"), pcs("B")]
            let lookup = try await store.lookUp(keys, asOf: day("2024-06-01"), view: .basic)
            try expectEqual(lookup.revision, Revision(rawValue: 1))
            let found = lookup.answers.map { answer in
                switch answer {
                case .found(let code): code.longDescriptor
                case .absent(let absence): absence.reason.rawValue
                }
            }
            try expectEqual(found, ["second", "unknownCode", "codeSystemNotLoaded", "first", "second"])
            try await expectEqual(store.lookUp([], asOf: day("2024-06-01"), view: .full).answers, [])
        },
        CodeStoreConformance("Periods begin on their first day and end before their last") { makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "old", "B": "ends"]))
            try await store.load(ReleaseFixture("R2", "2024-04-01", ["A": "new", "C": "comes"]))
            for (code, date, wanted) in [
                ("A", "2024-01-01", "old"), ("A", "2024-03-31", "old"), ("A", "2024-04-01", "new"),
                ("A", "9999-12-31", "new"), ("B", "2024-03-31", "ends"), ("C", "2024-04-01", "comes"),
            ] {
                try await expectEqual(store.code(pcs(code), on: date).longDescriptor, wanted)
            }
            let old = try await store.code(pcs("A"), on: "2024-03-31")
            try expectEqual(old.release, Release(label: "R1", effective: day("2024-01-01")))
            try expectEqual(old.period, ValidityPeriod(effective: day("2024-01-01"), terminated: day("2024-04-01")))
            let new = try await store.code(pcs("A"), on: "2024-04-01")
            try expectEqual(new.period, ValidityPeriod(effective: day("2024-04-01")))
        },
        CodeStoreConformance("The reasons for an absence are never mixed up") { makeStore in
            let store = try await makeStore()
            var first = ReleaseFixture("R1", "2024-01-01", ["A": "stays", "B": "ends"])
            first.codes[1].successors = [pcs("C")]
            try await store.load(first)
            try await store.load(ReleaseFixture("R2", "2024-04-01", ["A": "stays", "C": "comes"]))
            let (start, end) = (day("2024-01-01"), day("2024-04-01"))
            for (key, date, wanted) in [
                (pcs("X"), "2024-01-01", CodeAbsence(key: pcs("X"), reason: .unknownCode)),
                (pcs("C"), "2024-03-31", CodeAbsence(key: pcs("C"), reason: .notYetEffective, effective: end)),
                (
                    pcs("B"), "2024-04-01",
                    CodeAbsence(
                        key: pcs("B"), reason: .terminated, effective: start, terminated: end, successors: [pcs("C")])
                ),
                (pcs("A"), "2023-12-31", CodeAbsence(key: pcs("A"), reason: .releaseNotLoaded, effective: start)),
                (pcs("X"), "2023-12-31", CodeAbsence(key: pcs("X"), reason: .releaseNotLoaded, effective: start)),
                (cpt("A"), "2024-01-01", CodeAbsence(key: cpt("A"), reason: .codeSystemNotLoaded)),
            ] {
                try await expectEqual(store.absence(key, on: date), wanted)
            }
        },
        CodeStoreConformance("Counterparts that begin on a day took the place of the code that ended there") {
            makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "stays", "B": "ends"]))
            try await store.load(ReleaseFixture("R2", "2024-04-01", ["A": "stays"]))
            func counterpart(_ source: String, _ target: String, _ first: String?) -> Fact {
                Fact(
                    CrosswalkEntry(
                        source: pcs(source), targetSystem: .icd10PCS, target: pcs(target), relation: .relatedTo,
                        period: ValidityPeriod(effective: first.map(day))))
            }
            try await store.load(
                FactFixture.edition("R2", "2024-04-01"),
                [
                    counterpart("B", "A", "2024-04-01"), counterpart("B", "D", nil),
                    counterpart("X", "A", "2024-05-01"),
                    counterpart("X", "D", "2024-05-01"), counterpart("Y", "A", nil),
                ])
            try await store.load(FactFixture.edition("R3", "2024-07-01"), [counterpart("Y", "A", nil)])
            for date in ["2024-04-01", "2024-08-01"] {
                let absence = try await store.absence(pcs("B"), on: date)
                try expectEqual(absence.terminated, day("2024-04-01"))
                try expectEqual(absence.successors, [pcs("A")])
            }
            try await expectEqual(
                store.absence(pcs("X"), on: "2024-05-01"),
                CodeAbsence(
                    key: pcs("X"), reason: .terminated, terminated: day("2024-05-01"), successors: [pcs("A"), pcs("D")])
            )
            try await expectEqual(store.absence(pcs("X"), on: "2024-04-30").reason, .unknownCode)
            try await expectEqual(store.absence(pcs("Y"), on: "2024-05-01").reason, .unknownCode)
        },
        CodeStoreConformance("A code that a release in the middle leaves out is terminated there and comes back") {
            makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b"]))
            try await store.load(ReleaseFixture("R3", "2024-07-01", ["A": "a", "B": "b"]))
            try await store.load(ReleaseFixture("R2", "2024-04-01", ["A": "a"]))
            try await expectEqual(store.code(pcs("B"), on: "2024-03-31").period.terminated, day("2024-04-01"))
            try await expectEqual(store.absence(pcs("B"), on: "2024-05-01").reason, .terminated)
            try await expectEqual(store.absence(pcs("B"), on: "2024-05-01").terminated, day("2024-04-01"))
            try await expectEqual(store.code(pcs("B"), on: "2024-07-01").period.effective, day("2024-07-01"))
            try await store.load(ReleaseFixture("R4", "2024-10-01", ["A": "a"]))
            try await expectEqual(store.absence(pcs("B"), on: "2024-10-01").terminated, day("2024-10-01"))
            try await expectEqual(store.absence(pcs("B"), on: "2024-10-01").effective, day("2024-01-01"))
            try await expectEqual(store.code(pcs("A"), on: "2024-05-01").period.effective, day("2024-01-01"))
        },
    ]
}
