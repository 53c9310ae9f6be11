import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let historyCases = [
        CodeStoreConformance("The history says of each revision what it did to each code") { makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b", "C": "c"]))
            try await store.load(pages: [page(cpt("1"), "a", similar: [pcs("B")])])
            try await store.load(ReleaseFixture("R2", "2025-01-01", ["A": "a", "B": "new words", "D": "d"]))
            let history = try await store.history(after: Revision(rawValue: 0), limit: 10)
            try expectEqual(
                history?.map(\.changes),
                [
                    [.init(.added, of: pcs("A")), .init(.added, of: pcs("B")), .init(.added, of: pcs("C"))],
                    [.init(.added, of: cpt("1"))],
                    [
                        .init(.updated, of: cpt("1")), .init(.updated, of: pcs("B")), .init(.terminated, of: pcs("C")),
                        .init(.added, of: pcs("D")),
                    ],
                ])
            try expectEqual(history?.map(\.revision.rawValue), [1, 2, 3])
            try expectEqual(history?.map(\.renewedSystems), [[.icd10PCS], [.cpt], [.icd10PCS]])
            try expect(
                history?.allSatisfy { $0.changedSystems.isEmpty && $0.committedAt > 0 } == true, "\(history ?? [])")
        },
        CodeStoreConformance("A code is new only where it was on no day and on no page before") { makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R2", "2025-01-01", ["A": "a", "B": "b"]))
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "old words"]))
            try await store.load(pages: [page(pcs("B"), "page")])
            try await store.load(ReleaseFixture("R2", "2025-01-01", ["A": "a"]))
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a"]))
            let changes = try await store.history(after: Revision(rawValue: 1), limit: 10)?.map(\.changes)
            try expectEqual(
                changes,
                [
                    [.init(.updated, of: pcs("A")), .init(.updated, of: pcs("B"))], [.init(.updated, of: pcs("B"))],
                    [.init(.terminated, of: pcs("B"))], [.init(.updated, of: pcs("B"))],
                ])
        },
        CodeStoreConformance("The system with the most changes stands for its codes when they are too many") {
            makeStore in
            let store = try await makeStore()
            func load(_ count: Int, wording: String) async throws {
                _ = try await store.write(source: ImportSource(format: "fixture", files: [])) {
                    (writer) throws(CatalogError) in
                    for number in 1...count { try writer.putPage(Code(key: cpt("\(number)"), longDescriptor: wording)) }
                    try writer.putPage(Code(key: pcs("A"), longDescriptor: wording))
                }
            }
            try await load(RevisionChange.keyCountMax, wording: "first")
            try await load(RevisionChange.keyCountMax - 1, wording: "second")
            let history = try await store.history(after: Revision(rawValue: 0), limit: 1)
            try expectEqual(history?.first?.changes, [.init(.added, of: pcs("A"))])
            try expectEqual(history?.first?.changedSystems, [.cpt])
            try expectEqual(history?.first?.renewedSystems, [.icd10PCS])
            let later = try await store.history(after: Revision(rawValue: 1), limit: 10)
            try expectEqual(later?.first?.changes.count, RevisionChange.keyCountMax)
            try expectEqual(later?.first?.changes.first?.kind, .updated)
        },
        CodeStoreConformance("The history is read in steps, and ends at the newest revision") { makeStore in
            let store = try await makeStore()
            try await expectEqual(store.history(after: Revision(rawValue: 0), limit: 1), [])
            for number in 1...5 { try await store.load(pages: [page(cpt("1"), "wording \(number)")]) }
            var known = Revision(rawValue: 0)
            var seen: [Int64] = []
            while let next = try await store.history(after: known, limit: 2), let last = next.last {
                try expect(next.count <= 2, "\(next.count) revisions, of at most 2")
                seen += next.map(\.revision.rawValue)
                known = last.revision
            }
            try expectEqual(seen, [1, 2, 3, 4, 5])
            try await expectEqual(store.history(after: Revision(rawValue: 9), limit: 2), [])
        },
    ]
}
