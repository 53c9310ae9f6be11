import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let recordCases = [
        CodeStoreConformance("An export taken back makes the same catalog, and taken back again changes nothing") {
            makeStore in
            let (original, copy) = (try await makeStore(), try await makeStore())
            try await fill(original)
            let records = try await original.allRecords()
            try await copy.load(records: records)
            try await expectEqual(copy.allRecords(), records)
            try await expectEqual(copy.summary().systems, original.summary().systems)
            let again = try await original.load(records: records)
            try expectEqual(again.outcome, .nothingToDo(try await original.revision()))
            try expectEqual([again.added, again.changed, again.terminated], [0, 0, 0])
        },
        CodeStoreConformance("An export leaves releases alone that it does not name") { makeStore in
            let (original, copy) = (try await makeStore(), try await makeStore())
            let between = ReleaseFixture("R1b", "2024-02-01", ["A": "between"])
            try await fill(original)
            try await copy.load(between)
            try await copy.load(records: original.allRecords())
            try await original.load(between)
            try await expectEqual(copy.allRecords(), original.allRecords())
        },
        CodeStoreConformance("Records come in order, whatever the step") { makeStore in
            let store = try await makeStore()
            try await fill(store)
            let records = try await store.allRecords(step: 1_000)
            try expectEqual(records.count, 12)
            let positions = records.map(\.position)
            try expectEqual(positions, positions.sorted())
            try expectEqual(Set(positions).count, records.count)
            for step in 1...records.count + 1 { try await expectEqual(store.allRecords(step: step), records) }
        },
        CodeStoreConformance("A snapshot stays at its revision while others commit") { makeStore in
            let store = try await makeStore()
            try await fill(store)
            let before = try await store.allRecords()
            let snapshot = try await store.snapshot()
            try await store.load(pages: [page(cpt("9"), "late")])
            try await expectEqual(snapshot.records(after: nil, limit: 1_000), before)
            try await expect(snapshot.revision < store.revision(), "the snapshot moved")
            try await expectEqual(store.allRecords().count, before.count + 1)
        },
    ]

    /// Two systems with releases, pages of two systems, every optional field used somewhere: 12 records.
    private static func fill(_ store: any CodeStore) async throws {
        var rich = ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b", "C": "c"])
        rich.codes[0].shortDescriptor = "short"
        rich.codes[0].clinicianDescriptors = ["one", "two"]
        rich.codes[1].kind = .header
        rich.codes[1].notice = "a notice with \"quotes\" and 'apostrophes'"
        rich.codes[2].parent = pcs("B")
        rich.codes[2].successors = [pcs("A"), cpt("1")]
        rich.codes[2].period.terminated = day("2024-03-01")
        try await store.load(rich)
        try await store.load(ReleaseFixture("R2", "2024-04-01", ["A": "a2", "B": "b"]))
        try await store.load(ReleaseFixture("FY", "2023-10-01", system: .icd10CM, ["E119": "Ä – µ, ünïcode"]))
        let policy = Policy(
            payer: "Sample", number: "1", title: "Title", jurisdictions: ["NY"],
            period: ValidityPeriod(effective: day("2024-01-01")), isSample: true)
        try await store.load(pages: [
            page(cpt("2"), "b"), page(cpt("1"), "a", similar: [cpt("2"), pcs("A")], policies: [policy]),
            page(pcs("A"), "ours"),
        ])
    }
}
