import CatalogModel
import CatalogStore
import Synchronization

extension CodeStoreConformance {
    static let revisionCases = [
        CodeStoreConformance("An observer has heard of a commit before the writer's call returns") { makeStore in
            let store = try await makeStore()
            let heard = Heard()
            let observation = store.observeRevisions { heard.add($0) }
            try await store.load(pages: [page(cpt("1"), "a")])
            try expectEqual(heard.changes, [change(0, 1, systems: [.cpt])])
            try await store.load(pages: [page(cpt("2"), "b", similar: [cpt("1")]), page(cpt("3"), "c")])
            try expectEqual(heard.changes.last, change(1, 2, keys: [cpt("2"), cpt("3")]))
            try await store.load(pages: [page(cpt("3"), "c")])
            try expectEqual(heard.changes.count, 2)
            observation.end()
            observation.end()
            try await store.load(pages: [page(cpt("3"), "d")])
            try expectEqual(heard.changes.count, 2)
        },
        CodeStoreConformance("A watcher finds commits in its sequence once the writer's call has returned") {
            makeStore in
            let store = try await makeStore()
            var revisions = store.watchRevisions().makeAsyncIterator()
            try await store.load(pages: [page(cpt("1"), "a")])
            try await store.load(pages: [page(cpt("1"), "b")])
            try await expectEqual(revisions.next(), change(0, 1, systems: [.cpt]))
            try await expectEqual(revisions.next(), change(1, 2, keys: [cpt("1")]))
        },
        CodeStoreConformance("A page that shows another code's descriptor changes with it") { makeStore in
            let store = try await makeStore()
            let r1 = ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b"])
            try await store.load(pages: [page(cpt("1"), "a", similar: [pcs("A")]), page(cpt("2"), "b")])
            try await store.load(r1)
            let first = change(1, 2, keys: [cpt("1")], systems: [.icd10PCS])
            try await expectEqual(store.changes(since: Revision(rawValue: 1)), first)
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "corrected", "B": "b"]))
            let second = change(2, 3, keys: [cpt("1"), pcs("A")])
            try await expectEqual(store.changes(since: Revision(rawValue: 2)), second)
            try await expectEqual(
                store.changes(since: Revision(rawValue: 1)), change(1, 3, keys: [cpt("1")], systems: [.icd10PCS]))
        },
        CodeStoreConformance("Too many changed keys become changed systems") { makeStore in
            let store = try await makeStore()
            func edition(_ wording: String) -> ReleaseFixture {
                var fixture = ReleaseFixture("R1", "2024-01-01", ["A": "stays"])
                fixture.codes += (0...RevisionChange.keyCountMax).map {
                    Code(key: pcs("B\($0)"), longDescriptor: "\(wording) \($0)")
                }
                return fixture
            }
            try await store.load(edition("first"))
            try await store.load(edition("second"))
            try await expectEqual(
                store.changes(since: Revision(rawValue: 1)), change(1, 2, systems: [.icd10PCS]))
            var less = edition("third")
            less.codes.removeLast()
            less.codes.append(Code(key: pcs("B\(RevisionChange.keyCountMax)"), longDescriptor: "second 10000"))
            try await store.load(less)
            try await expectEqual(store.changes(since: Revision(rawValue: 2)).keys.count, RevisionChange.keyCountMax)
        },
        CodeStoreConformance("Changes that reach far back name all systems") { makeStore in
            let store = try await makeStore()
            for number in 0...101 { try await store.load(pages: [page(cpt("1"), "wording \(number)")]) }
            let far = try await store.changes(since: Revision(rawValue: 1))
            try expectEqual(far, change(1, 102, systems: [.cpt]))
            try await expectEqual(store.changes(since: Revision(rawValue: 100)).keys, [cpt("1")])
        },
        CodeStoreConformance("An answer never mixes two revisions while imports go on") { makeStore in
            let store = try await makeStore()
            func edition(_ number: Int) -> ReleaseFixture {
                ReleaseFixture("R1", "2024-01-01", ["A": "edition \(number)", "B": "edition \(number)"])
            }
            try await store.load(edition(1))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for number in 2...30 { try await store.load(edition(number)) } }
                for _ in 0..<3 {
                    group.addTask {
                        var last = Revision(rawValue: 0)
                        while last.rawValue < 30 {
                            let lookup = try await store.lookUp(
                                [pcs("A"), pcs("B")], asOf: day("2024-01-01"), view: .full)
                            let wordings = lookup.answers.map { answer in
                                if case .found(let code) = answer { code.longDescriptor } else { "absent" }
                            }
                            try expectEqual(wordings, Array(repeating: "edition \(lookup.revision.rawValue)", count: 2))
                            try expect(lookup.revision >= last, "went back to an older revision")
                            last = lookup.revision
                        }
                    }
                }
                try await group.waitForAll()
            }
        },
    ]

    private static func change(
        _ since: Int64, _ revision: Int64, keys: [CodeKey] = [], systems: [CodeSystem] = []
    ) -> RevisionChange {
        RevisionChange(
            since: Revision(rawValue: since), revision: Revision(rawValue: revision), keys: keys, systems: systems)
    }
}

/// What an observer has heard.
private final class Heard: Sendable {
    private let held = Mutex<[RevisionChange]>([])

    var changes: [RevisionChange] { held.withLock { $0 } }

    func add(_ change: RevisionChange) { held.withLock { $0.append(change) } }
}
