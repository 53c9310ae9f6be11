import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let editCases = [
        CodeStoreConformance("A code put by hand is found on its days, and putting it again changes nothing") {
            makeStore in
            let store = try await makeStore()
            let code = edited("1", "by hand", "2024-01-01", "2025-01-01")
            try await expectEqual(store.put(code).outcome, .committed(Revision(rawValue: 1)))
            try await expectEqual(store.put(code).outcome, .nothingToDo(Revision(rawValue: 1)))
            try await expectEqual(store.code(cpt("1"), on: "2024-12-31"), code)
            try await expectEqual(store.absence(cpt("1"), on: "2025-01-01").reason, .terminated)
            try await expectEqual(store.absence(cpt("1"), on: "2023-12-31").reason, .notYetEffective)
            try await expectEqual(store.changeKinds(after: 0), [[.added]])
        },
        CodeStoreConformance("Periods of the same code are cut where a put one overlaps them") { makeStore in
            let store = try await makeStore()
            try await store.put(edited("1", "first", "2024-01-01", nil))
            try await store.put(edited("1", "second", "2024-03-01", "2024-06-01"))
            try await store.put(edited("1", "third", "2024-05-01", nil))
            let wordings = [
                "2024-02-29": "first", "2024-03-01": "second", "2024-04-30": "second", "2030-01-01": "third",
            ]
            for (date, wording) in wordings {
                try await expectEqual(store.code(cpt("1"), on: date).longDescriptor, wording)
            }
            let listings = try await store.read { reader throws(CatalogError) in try reader.listings(of: cpt("1")) }
            try expectEqual(listings.map(\.longDescriptor), ["first", "second", "third"])
            // The record with the same effective date is replaced.
            try await store.put(edited("1", "third", "2024-05-01", "2025-01-01"))
            try await expectEqual(store.absence(cpt("1"), on: "2025-01-01").reason, .terminated)
            try await expectEqual(store.changeKinds(after: 0), [[.added], [.updated], [.updated], [.terminated]])
        },
        CodeStoreConformance("A page keeps its days but those that a put period takes") { makeStore in
            let store = try await makeStore()
            try await store.load(pages: [page(cpt("1"), "page")])
            var ended = page(cpt("1"), "ended")
            ended.period = ValidityPeriod(effective: day("2024-01-01"), terminated: day("2025-01-01"))
            try await store.put(ended)
            try await expectEqual(store.code(cpt("1"), on: "2023-12-31").longDescriptor, "page")
            try await expectEqual(store.code(cpt("1"), on: "2024-06-01"), ended)
            try await expectEqual(store.code(cpt("1"), on: "2025-01-01").longDescriptor, "page")
            // Without procedure, similar codes and policies, the code has none on any day.
            try await store.put(edited("1", "plain", "2024-01-01", "2025-01-01"))
            try await expectEqual(store.code(cpt("1"), on: "2023-12-31").procedure, nil)
            // A code for every day takes the place of all periods.
            try await store.put(page(cpt("1"), "always"))
            let listings = try await store.read { reader throws(CatalogError) in try reader.listings(of: cpt("1")) }
            try expectEqual(listings, [])
            try await expectEqual(store.code(cpt("1"), on: "2024-06-01"), page(cpt("1"), "always"))
        },
        CodeStoreConformance("A deleted code is gone on every day, and deleting it again changes nothing") {
            makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b"]))
            try await store.load(pages: [
                page(pcs("A"), "page", similar: [pcs("B")]), page(pcs("C"), "c", similar: [pcs("A")]),
            ])
            try await expectEqual(store.delete(pcs("A")).outcome, .committed(Revision(rawValue: 3)))
            try await expectEqual(store.absence(pcs("A"), on: "2024-06-01").reason, .unknownCode)
            try await expectEqual(store.delete(pcs("A")).outcome, .nothingToDo(Revision(rawValue: 3)))
            try await expectEqual(store.delete(cpt("1")).outcome, .nothingToDo(Revision(rawValue: 3)))
            let changes = try await store.history(after: Revision(rawValue: 2), limit: 1)?.first?.changes
            try expectEqual(changes, [.init(.deleted, of: pcs("A")), .init(.updated, of: pcs("C"))])
            try await expectEqual(store.summary().systems.map(\.codeCount), [2])
        },
        CodeStoreConformance("An edit fails when its code has changed after its basis, and only then") { makeStore in
            let store = try await makeStore()
            try await store.put(edited("1", "first", "2024-01-01", nil))
            try await store.put(edited("2", "other", "2024-01-01", nil))
            let one = Revision(rawValue: 1)
            try await store.put(edited("1", "second", "2024-01-01", nil), basis: one)
            try await expectError(.outdated) {
                try await store.put(edited("1", "third", "2024-01-01", nil), basis: one)
            }
            try await expectError(.outdated) { try await store.delete(cpt("1"), basis: one) }
            try await expectError(.invalidArgument) { try await store.delete(cpt("1"), basis: Revision(rawValue: 4)) }
            try await expectEqual(store.code(cpt("1"), on: "2024-01-01").longDescriptor, "second")
            try await expectEqual(store.revision(), Revision(rawValue: 3))
            try await store.delete(cpt("1"), basis: Revision(rawValue: 3))
        },
        CodeStoreConformance("A release that comes later speaks for its days, whatever was put") { makeStore in
            let store = try await makeStore()
            let r1 = ReleaseFixture("R1", "2024-01-01", ["A": "a"])
            try await store.load(r1)
            try await store.put(
                Code(key: pcs("B"), longDescriptor: "by hand", period: .init(effective: day("2023-01-01"))))
            try await expectEqual(store.code(pcs("B"), on: "2024-06-01").longDescriptor, "by hand")
            try await store.load(r1)
            try await expectEqual(store.absence(pcs("B"), on: "2024-06-01").reason, .terminated)
            try await expectEqual(store.code(pcs("B"), on: "2023-06-01").longDescriptor, "by hand")
        },
        CodeStoreConformance("What was put by hand comes back from an export as it was, in one import") { makeStore in
            let store = try await makeStore()
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "a"]))
            for (effective, terminated) in [("2022-01-01", "2023-01-01"), ("2023-06-01", "2024-06-01")] {
                try await store.put(
                    Code(
                        key: pcs("B"), longDescriptor: "by hand",
                        period: ValidityPeriod(effective: day(effective), terminated: day(terminated))))
            }
            try await store.load(pages: [page(cpt("1"), "page")])
            try await store.put(edited("1", "first", "2024-01-01", "2025-01-01"))
            try await store.put(edited("2", "second", "2024-01-01", nil))
            let records = try await store.allRecords()
            let copy = try await makeStore()
            try await copy.load(records: records)
            try await expectEqual(copy.allRecords(), records)
            try await expectEqual(
                copy.load(records: records).outcome, .nothingToDo(Revision(rawValue: 1)))
            try await expectError(.rejected) {
                try await makeStore().load(records: [
                    .listed(edited("1", "a", "2024-01-01", nil)), .listed(edited("1", "b", "2024-02-01", nil)),
                ])
            }
        },
        CodeStoreConformance("An edit stands alone, and its period has days") { makeStore in
            let store = try await makeStore()
            try await expectError(.rejected) {
                try await store.put(edited("1", "empty", "2024-01-01", "2024-01-01"))
            }
            try await expectError(.rejected) {
                _ = try await store.write(source: ImportSource(format: "edit", files: [])) {
                    (writer) throws(CatalogError) in
                    try writer.put(CodeEdit(.delete(cpt("1"))))
                    try writer.putPage(page(cpt("2"), "beside"))
                }
            }
            try await expectEqual(store.revision(), Revision(rawValue: 0))
        },
    ]

    private static func edited(_ code: String, _ wording: String, _ effective: String, _ terminated: String?) -> Code {
        Code(
            key: cpt(code), longDescriptor: wording,
            period: ValidityPeriod(effective: day(effective), terminated: terminated.map(day)))
    }
}

extension CodeStore {
    /// Puts a code by hand.
    @discardableResult
    func put(_ code: Code, basis: Revision? = nil) async throws(CatalogError) -> WriteReport {
        try await edit(CodeEdit(.put(code), basis: basis))
    }

    /// Deletes a code by hand.
    @discardableResult
    func delete(_ key: CodeKey, basis: Revision? = nil) async throws(CatalogError) -> WriteReport {
        try await edit(CodeEdit(.delete(key), basis: basis))
    }

    private func edit(_ edit: CodeEdit) async throws(CatalogError) -> WriteReport {
        try await write(source: ImportSource(format: "edit", files: [])) { (writer) throws(CatalogError) in
            try writer.put(edit)
        }
    }

    /// What happened to the codes of each revision behind one.
    fileprivate func changeKinds(after revision: Int64) async throws(CatalogError) -> [[CodeChange.Kind]]? {
        try await history(after: Revision(rawValue: revision), limit: 100)?.map { $0.changes.map(\.kind) }
    }
}
