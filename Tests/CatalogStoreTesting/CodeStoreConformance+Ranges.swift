import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let rangeCases = [
        CodeStoreConformance("The codes of a prefix on a day come in order, each once, whatever the step") {
            makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a", "B1": "b", "B3": "c", "BB": "d"]))
            try await store.load(ReleaseFixture("R2", "2025-01-01", ["A": "a", "B1": "other", "B4": "new", "C": "c"]))
            try await store.load(pages: [page(pcs("B1"), "p"), page(pcs("B2"), "two"), page(cpt("B9"), "p")])
            for (date, prefix, wanted) in [
                ("2023-12-31", "B", ["B2 two"]), ("2024-12-31", "B", ["B1 b", "B2 two", "B3 c", "BB d"]),
                ("2025-01-01", "B", ["B1 other", "B2 two", "B4 new"]), ("2025-01-01", "B3", []),
                ("2025-01-01", "", ["A a", "B1 other", "B2 two", "B4 new", "C c"]), ("2024-06-01", "BB", ["BB d"]),
            ] {
                for step in [1, 2, 100] {
                    let (codes, count) = try await store.codes(prefix, on: date, step: step)
                    try expectEqual(codes, wanted)
                    try expectEqual(count, wanted.count)
                }
            }
            let behind = try await store.read { reader throws(CatalogError) in
                try reader.codes(of: .icd10PCS, prefix: "B", on: day("2025-01-01"), after: "B2~", limit: 9).map(\.key)
            }
            try expectEqual(behind, [pcs("B4")])
            try await expectEqual(store.codes("", on: "2025-01-01", of: .icd9PCS).count, 0)
        },
        CodeStoreConformance("Codes of a prefix are counted by their kind on the day") { makeStore in
            let store = try await makeStore()
            for (label, date, headers) in [("R1", "2024-01-01", ["A"]), ("R2", "2025-01-01", ["A", "A1"])] {
                var fixture = ReleaseFixture(label, date, ["A": "a", "A1": "b", "A2": "c", "B": "d"])
                for index in fixture.codes.indices where headers.contains(fixture.codes[index].key.code) {
                    fixture.codes[index].kind = .header
                }
                try await store.load(fixture)
            }
            for (date, wanted) in [("2024-12-31", [2, 1, 0, 3]), ("2025-01-01", [1, 2, 0, 3])] {
                let counts = try await store.read { reader throws(CatalogError) in
                    var counts: [Int] = []
                    for kind in [CodeKind.code, .header, .modifier, nil] {
                        counts.append(try reader.codeCount(of: .icd10PCS, prefix: "A", on: day(date), kind: kind))
                    }
                    return counts
                }
                try expectEqual(counts, wanted)
            }
        },
        CodeStoreConformance("A code of an add-on family that changes concerns the whole family") { makeStore in
            let store = try await makeStore()
            let edition = FactFixture.edition("aoc")
            try await store.load(pages: ["1", "2", "3", "4", "5"].map { page(cpt($0), "page \($0)") })
            func relation(_ addOn: String, _ primary: String) -> Fact {
                Fact(AddOnRelation(addOn: cpt(addOn), primary: cpt(primary), type: .listed))
            }
            try await store.load(edition, [relation("2", "1"), relation("3", "1"), relation("4", "5")])
            for (changed, wanted) in [("1", ["1", "2", "3"]), ("2", ["1", "2", "3"]), ("5", ["4", "5"])] {
                let before = try await store.revision()
                try await store.load(pages: [page(cpt(changed), "another page \(changed)")])
                try await expectEqual(store.changes(since: before).keys, wanted.map(cpt))
            }
            let before = try await store.revision()
            try await store.load(edition, [relation("3", "1"), relation("4", "5")])
            try await expectEqual(store.changes(since: before).keys, ["1", "2", "3"].map(cpt))
        },
    ]
}

extension CodeStore {
    /// Codes and descriptors of a prefix, read in steps, and their count.
    fileprivate func codes(
        _ prefix: String, on date: String, of system: CodeSystem = .icd10PCS, step: Int = 100
    ) async throws -> (codes: [String], count: Int) {
        try await read { reader throws(CatalogError) in
            var codes: [Code] = []
            while true {
                let next = try reader.codes(
                    of: system, prefix: prefix, on: day(date), after: codes.last?.key.code, limit: step)
                codes += next
                if next.count < step { break }
            }
            let count = try reader.codeCount(of: system, prefix: prefix, on: day(date), kind: nil)
            return (codes.map { "\($0.key.code) \($0.longDescriptor)" }, count)
        }
    }
}
