import CatalogModel
import CatalogStore

extension CodeStoreConformance {
    static let pageCases = [
        CodeStoreConformance("A page is valid on every day and comes back as it was put") { makeStore in
            let store = try await makeStore()
            let full = page(cpt("22849"), "reinsertion", similar: [cpt("22850")])
            let report = try await store.load(pages: [full])
            try expectEqual(report, WriteReport(outcome: .committed(Revision(rawValue: 1)), rowsRead: 1, added: 1))
            for date in ["0001-01-01", "2024-01-01", "9999-12-31"] {
                try await expectEqual(store.code(cpt("22849"), on: date), full)
            }
            try await expectEqual(store.absence(cpt("22850"), on: "2024-01-01").reason, .unknownCode)
        },
        CodeStoreConformance("The basic view leaves out procedure, similar codes and policies") { makeStore in
            let store = try await makeStore()
            let policy = Policy(payer: "Sample", number: "1", title: "Title")
            try await store.load(pages: [page(cpt("1"), "a", similar: [cpt("2")], policies: [policy])])
            var wanted = page(cpt("1"), "a")
            wanted.procedure = nil
            try await expectEqual(store.code(cpt("1"), on: "2024-01-01", view: .basic), wanted)
        },
        CodeStoreConformance("Of a listed code with a page, the release says what it is called and when it is valid") {
            makeStore in
            let store = try await makeStore()
            try await store.load(pages: [page(pcs("A"), "ours", similar: [pcs("B")])])
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "official", "B": "other"]))
            try await store.load(ReleaseFixture("R2", "2024-04-01", ["B": "other"]))
            let code = try await store.code(pcs("A"), on: "2024-02-01")
            try expectEqual(code.longDescriptor, "official")
            try expectEqual(code.descriptorOrigin, .official)
            try expectEqual(code.notice, "")
            try expectEqual(code.release?.label, "R1")
            try expectEqual(code.period.terminated, day("2024-04-01"))
            try expectEqual(code.consumerDescriptor, "in plain words: ours")
            try expect(code.isAddOn, "the page's add-on notation is lost")
            try expectEqual(code.procedure, page(pcs("A"), "ours").procedure)
            try expectEqual(code.similarCodes.map(\.title), ["other"])
            try await expectEqual(store.absence(pcs("A"), on: "2024-04-01").reason, .terminated)
            try await expectEqual(store.absence(pcs("A"), on: "2023-01-01").reason, .releaseNotLoaded)
        },
        CodeStoreConformance("A page is put in the place of the one before, and an equal one changes nothing") {
            makeStore in
            let store = try await makeStore()
            let old = [page(cpt("1"), "a", similar: [cpt("2")]), page(cpt("2"), "b")]
            let new = [page(cpt("1"), "a", similar: [cpt("3")]), page(cpt("2"), "b"), page(cpt("3"), "c")]
            try await store.load(pages: old)
            try await expectEqual(
                store.load(pages: old),
                WriteReport(outcome: .nothingToDo(Revision(rawValue: 1)), rowsRead: 2, unchanged: 2))
            try await expectEqual(
                store.load(pages: new),
                WriteReport(
                    outcome: .committed(Revision(rawValue: 2)), rowsRead: 3, added: 1, changed: 1, unchanged: 1))
            try await expectEqual(store.code(cpt("1"), on: "2024-01-01").similarCodes.map(\.title), ["c"])
        },
        CodeStoreConformance("Policies apply on their days only") { makeStore in
            let store = try await makeStore()
            let march = ValidityPeriod(effective: day("2024-03-01"), terminated: day("2024-04-01"))
            let policies = [
                Policy(payer: "Sample", number: "1", title: "always"),
                Policy(payer: "Sample", number: "2", title: "march", period: march),
            ]
            try await store.load(pages: [page(cpt("1"), "a", policies: policies)])
            for (date, wanted) in [
                ("2024-02-29", ["always"]), ("2024-03-01", ["always", "march"]), ("2024-03-31", ["always", "march"]),
                ("2024-04-01", ["always"]),
            ] {
                try await expectEqual(store.code(cpt("1"), on: date).policies.map(\.title), wanted)
            }
        },
        CodeStoreConformance("Similar codes are shown with the descriptor of the day once they are loaded") {
            makeStore in
            let store = try await makeStore()
            try await store.load(pages: [page(cpt("1"), "a", similar: [pcs("A")])])
            try await expectEqual(store.code(cpt("1"), on: "2024-02-01").similarCodes[0].title, "title on the page")
            try await store.load(ReleaseFixture("R1", "2024-01-01", ["A": "first"]))
            try await store.load(ReleaseFixture("R2", "2024-04-01", ["A": "second"]))
            try await expectEqual(store.code(cpt("1"), on: "2024-02-01").similarCodes[0].title, "first")
            try await expectEqual(store.code(cpt("1"), on: "2024-04-01").similarCodes[0].title, "second")
        },
        CodeStoreConformance("Systems outside the known five are stored by their URI") { makeStore in
            let store = try await makeStore()
            let loinc = CodeSystem(uri: "http://loinc.org")
            let key = CodeKey(system: loinc, canonical: "2345-7")
            let wanted = page(key, "glucose")
            try await store.load(pages: [wanted])
            try await expectEqual(store.code(key, on: "2024-01-01"), wanted)
            try await expectEqual(store.summary().systems.map(\.system), [loinc])
        },
    ]
}
