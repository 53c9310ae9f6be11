import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    private static let editions = [
        ReleaseFixture("R1", "2023-10-01", ["A": "a", "B": "b", "C": "c", "E": "e"]),
        ReleaseFixture("R2", "2024-04-01", ["A": "a", "B": "b2", "D": "d", "E": "e"]),
        ReleaseFixture("R3", "2024-10-01", ["A": "a", "B": "b", "C": "c"]),
        ReleaseFixture("R4", "2025-10-01", ["A": "a", "B": "b", "C": "c3", "E": "e"]),
    ]

    static let releaseCases = [
        CodeStoreConformance("The catalog is the same in whatever order releases are loaded") { makeStore in
            var wanted: [CatalogRecord]?
            for order in permutations(of: editions) {
                let store = try await makeStore()
                for edition in order { try await store.load(edition) }
                let records = try await store.allRecords()
                try expectEqual(records, wanted ?? records)
                wanted = records
                for edition in order {
                    try await expectEqual(store.load(edition).outcome, .nothingToDo(Revision(rawValue: 4)))
                }
                try await store.close()
            }
        },
        CodeStoreConformance("Random releases, loaded and replaced in any order, answer as the files say") {
            makeStore in
            for seed in UInt64(1)...12 { try await compareWithReference(seed: seed, store: try await makeStore()) }
        },
        CodeStoreConformance("Loading a release again changes nothing and makes no revision") { makeStore in
            let store = try await makeStore()
            let first = try await store.load(editions[0])
            try expectEqual(first, WriteReport(outcome: .committed(Revision(rawValue: 1)), rowsRead: 4, added: 4))
            let again = try await store.load(editions[0])
            try expectEqual(
                again, WriteReport(outcome: .nothingToDo(Revision(rawValue: 1)), rowsRead: 4, unchanged: 4))
            try await expectEqual(store.revision(), Revision(rawValue: 1))
        },
        CodeStoreConformance("A new release reports what it adds, changes, keeps and terminates") { makeStore in
            let store = try await makeStore()
            try await store.load(editions[0])
            try await expectEqual(
                store.load(editions[1]),
                WriteReport(
                    outcome: .committed(Revision(rawValue: 2)), rowsRead: 4, added: 1, changed: 1, unchanged: 2,
                    terminated: 1))
        },
        CodeStoreConformance("A release that changes no code still makes a revision, and answers name it") {
            makeStore in
            let store = try await makeStore()
            var same = editions[0]
            same.release = Release(label: "R1 again", effective: day("2024-01-01"))
            try await store.load(editions[0])
            try await expectEqual(
                store.load(same), WriteReport(outcome: .committed(Revision(rawValue: 2)), rowsRead: 4, unchanged: 4))
            let code = try await store.code(pcs("A"), on: "2024-02-01")
            try expectEqual(code.release?.label, "R1 again")
            try expectEqual(code.period, ValidityPeriod(effective: day("2023-10-01")))
        },
        CodeStoreConformance("A release loaded again with corrections is replaced, and only its days change") {
            makeStore in
            let store = try await makeStore()
            for edition in editions { try await store.load(edition) }
            let before = try await store.allRecords()
            let corrected = ReleaseFixture("R2", "2024-04-01", ["A": "corrected", "B": "b2", "D": "d"])
            let report = try await store.load(corrected)
            try expectEqual([report.changed, report.terminated, report.unchanged], [1, 1, 2])
            try await expectEqual(store.code(pcs("A"), on: "2024-03-31").longDescriptor, "a")
            try await expectEqual(store.code(pcs("A"), on: "2024-04-01").longDescriptor, "corrected")
            try await expectEqual(store.code(pcs("A"), on: "2024-10-01").longDescriptor, "a")
            try await store.load(editions[1])
            try await expectEqual(store.allRecords(), before)
        },
        CodeStoreConformance("A row's own period is kept within the days of its release") { makeStore in
            let store = try await makeStore()
            var fixture = ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b"])
            fixture.codes[0].period = ValidityPeriod(effective: day("1990-01-01"), terminated: day("2024-03-01"))
            fixture.codes[1].period = ValidityPeriod(effective: day("2024-02-01"))
            try await store.load(fixture)
            try await expectEqual(store.code(pcs("A"), on: "2024-02-29").period.effective, day("2024-01-01"))
            try await expectEqual(store.absence(pcs("A"), on: "2024-03-01").reason, .terminated)
            try await expectEqual(store.absence(pcs("B"), on: "2024-01-31").reason, .notYetEffective)
            try await expectEqual(store.load(fixture).outcome, .nothingToDo(Revision(rawValue: 1)))
            try await store.load(ReleaseFixture("R2", "2024-02-15", ["B": "b"]))
            try await expectEqual(store.absence(pcs("A"), on: "2024-02-20").terminated, day("2024-02-15"))
        },
        CodeStoreConformance("Rows of a code that touch and say the same are one") { makeStore in
            let store = try await makeStore()
            var fixture = ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b"])
            for (from, to) in [
                ("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-01"), ("2024-03-01", "2024-04-01"),
            ] {
                var part = Code(key: pcs("C"), longDescriptor: "c")
                part.period = ValidityPeriod(effective: day(from), terminated: day(to))
                fixture.codes.append(part)
            }
            try await expectEqual(store.load(fixture).added, 3)
            let whole = ValidityPeriod(effective: day("2024-01-01"), terminated: day("2024-04-01"))
            try await expectEqual(store.code(pcs("C"), on: "2024-02-01").period, whole)
            try await expectEqual(store.load(fixture).outcome, .nothingToDo(Revision(rawValue: 1)))
        },
        CodeStoreConformance("A dry run reports the same and changes nothing") { makeStore in
            let store = try await makeStore()
            try await store.load(editions[0])
            let before = try await store.allRecords()
            let rehearsal = try await store.load(editions[1], dryRun: true)
            try await expectEqual(store.allRecords(), before)
            try await expectEqual(store.revision(), Revision(rawValue: 1))
            var real = try await store.load(editions[1])
            real.outcome = .rehearsed
            try expectEqual(rehearsal, real)
        },
        CodeStoreConformance("The summary counts codes, headers, procedures and the rows of each release") {
            makeStore in
            let store = try await makeStore()
            var first = editions[0]
            first.codes[1].kind = .header
            try await store.load(first)
            try await store.load(editions[1])
            try await store.load(pages: [page(pcs("A"), "page a"), page(cpt("22849"), "page b")])
            let summary = try await store.summary()
            try expectEqual(summary.revision, Revision(rawValue: 3))
            try expect(summary.committedAt != nil, "no time of commit")
            try expectEqual(
                summary.systems,
                [
                    SystemSummary(
                        system: .cpt, codeCount: 1, headerCount: 0, modifierCount: 0, procedureCount: 1, releases: []),
                    SystemSummary(
                        system: .icd10PCS, codeCount: 5, headerCount: 1, modifierCount: 0, procedureCount: 1,
                        releases: [
                            ReleaseSummary(release: first.release, superseded: day("2024-04-01"), rowCount: 4),
                            ReleaseSummary(release: editions[1].release, superseded: nil, rowCount: 4),
                        ]),
                ])
        },
    ]

    private static func compareWithReference(seed: UInt64, store: any CodeStore) async throws {
        var generator = SeededGenerator(seed: seed)
        var reference = ReferenceCatalog()
        for _ in 0..<8 {
            let month = Int.random(in: 1...6, using: &generator)
            var wordings: [String: String] = ["K": "always there"]
            for code in ["A", "B", "C"] where Bool.random(using: &generator) {
                wordings[code] = Bool.random(using: &generator) ? "this" : "that"
            }
            let edition = ReleaseFixture("R\(month)", "2024-0\(month)-10", wordings)
            reference.releases.removeAll { $0.release == edition.release }
            reference.releases.append(edition)
            try await store.load(edition)
        }
        for code in ["A", "B", "C", "K", "X"] {
            for month in 1...8 {
                for date in ["2024-0\(month)-09", "2024-0\(month)-10"] {
                    let answer = try await store.answer(pcs(code), on: date)
                    let found =
                        switch answer {
                        case .found(let code): "\(code.longDescriptor) in \(code.release?.label ?? "none")"
                        case .absent(let absence): absence.reason.rawValue
                        }
                    let wanted = reference.answer(pcs(code), on: day(date))
                    try expect(found == wanted, "seed \(seed), \(code) on \(date): found \(found), wanted \(wanted)")
                }
            }
        }
        try await store.checkIntegrity()
        try await store.close()
    }

    private static func permutations<Element>(of elements: [Element]) -> [[Element]] {
        guard elements.count > 1 else { return [elements] }
        return elements.indices.flatMap { index in
            var rest = elements
            let first = rest.remove(at: index)
            return permutations(of: rest).map { [first] + $0 }
        }
    }
}
