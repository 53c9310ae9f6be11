import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    private static let r1 = ReleaseFixture("R1", "2024-01-01", ["A": "a", "B": "b"])

    static let rejectionCases = [
        CodeStoreConformance("What cannot be right is rejected with a remedy, and nothing changes") { makeStore in
            let store = try await makeStore()
            try await store.load(r1)
            try await store.load(pages: [page(cpt("1"), "a")])
            let before = try await store.allRecords()
            for records in wrongImports {
                try await expectError(.rejected) { try await store.load(records: records) }
                try await expectEqual(store.allRecords(), before)
            }
            // An export may hold a release whose codes were all deleted; a file that lists none is a mistake.
            try await expectError(.rejected) {
                _ = try await store.write(source: ImportSource(format: "fixture", files: [])) {
                    (writer) throws(CatalogError) in try writer.declare(r1.release, of: .icd10PCS)
                }
            }
            try await expectEqual(store.revision(), Revision(rawValue: 2))
        },
        CodeStoreConformance("An import may go on behind a rejected row, without it") { makeStore in
            let store = try await makeStore()
            let report = try await store.write(source: ImportSource(format: "fixture", files: [])) {
                (writer) throws(CatalogError) in
                try writer.declare(r1.release, of: .icd10PCS)
                for wording in ["first", "second"] {
                    do throws(CatalogError) {
                        try writer.list(Code(key: pcs("A"), longDescriptor: wording))
                    } catch {
                        guard error.kind == .rejected, wording == "second" else { throw error }
                    }
                }
                try writer.list(Code(key: pcs("B"), longDescriptor: "third"))
            }
            try expectEqual(report, WriteReport(outcome: .committed(Revision(rawValue: 1)), rowsRead: 2, added: 2))
            try await expectEqual(store.code(pcs("A"), on: "2024-01-01").longDescriptor, "first")
        },
        CodeStoreConformance("An import that gives up changes nothing, and the next one works") { makeStore in
            let store = try await makeStore()
            try await store.load(r1)
            let before = try await store.allRecords()
            let reason = CatalogError(.rejected, "line 3 is cut off", remedy: "fetch the file again")
            do {
                _ = try await store.write(source: ImportSource(format: "fixture", files: [])) {
                    (writer) throws(CatalogError) in
                    try writer.putPage(page(cpt("1"), "a"))
                    throw reason
                }
                throw ConformanceFailure(description: "nothing was thrown")
            } catch let error as CatalogError {
                try expectEqual(error, reason)
            }
            try await expectEqual(store.allRecords(), before)
            try await expectEqual(store.load(pages: [page(cpt("1"), "a")]).outcome, .committed(Revision(rawValue: 2)))
        },
    ]

    /// Imports of which each must be rejected by a catalog that holds `r1` and a page.
    private static let wrongImports: [[CatalogRecord]] = {
        let release = CatalogRecord.release(r1.release, .icd10PCS)
        func listed(_ code: String, _ from: String? = nil, _ to: String? = nil) -> CatalogRecord {
            .listed(
                Code(
                    key: pcs(code), longDescriptor: "text",
                    period: ValidityPeriod(effective: from.map(day), terminated: to.map(day))))
        }
        var withPeriod = page(cpt("1"), "a")
        withPeriod.period = ValidityPeriod(effective: day("2024-01-01"))
        var withoutScore = page(cpt("5"), "a", similar: [cpt("1")])
        withoutScore.similarCodes[0].score = .nan
        return [
            [.page(withoutScore)],
            [listed("A")],
            [release, listed("A"), listed("A")],
            [release, listed("A"), listed("A", "2024-02-01")],
            [release, listed("A", "2024-02-01", "2024-02-01")],
            [release, .listed(page(pcs("A"), "with a procedure"))],
            [.release(Release(label: "R2", effective: r1.release.effective), .icd10PCS), listed("A")],
            [.release(Release(label: "R1", effective: day("2024-02-01")), .icd10PCS), listed("A")],
            [release, .release(Release(label: "R1", effective: day("2024-02-01")), .icd10PCS), listed("A")],
            [.page(withPeriod)],
            [.page(page(cpt("1"), "a")), .page(page(cpt("1"), "b"))],
        ]
    }()
}
