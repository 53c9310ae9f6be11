import CatalogMessages
import CatalogModel
import CatalogStore
import RPCCore
import Testing

@Suite("ListChildCodes")
struct ListChildCodesTests {
    private static let spring = CalendarDate("2025-03-14")
    private static let winter = CalendarDate("2025-10-01")

    @Test("ICD-10-PCS goes down one character at a time, each with its axis, meaning and count")
    func axes() async throws {
        let service = try await HierarchyFixture.service()
        let steps: [(String, [String])] = [
            ("", ["0 lead Medical and Surgical 3 section", "X lead  1 -"]),
            ("0", ["0S lead Lower Joints 3 body_system"]),
            ("0S", ["0SG header Lower Joints, Fusion 3 operation"]),
            (
                "0SG",
                [
                    "0SG0 lead Lumbar Vertebral Joint 2 body_part",
                    "0SG1 lead Lumbar Vertebral Joints, 2 or more 1 body_part",
                ]
            ),
            ("0SG0", ["0SG00 lead Open 2 approach"]),
            ("0SG00", ["0SG007 lead Autologous Tissue Substitute 2 device_substance"]),
            (
                "0SG007",
                [
                    "0SG0070 code Fusion of Lumbar Joint, Anterior 0 qualifier",
                    "0SG0071 code Fusion of Lumbar Joint 0 qualifier",
                ]
            ),
            ("0SG0071", []), ("X", ["XW lead  1 -"]),
        ]
        for (parent, wanted) in steps {
            let children = try await service.children(.icd10PCS, parent, on: Self.spring)
            #expect(children.map(\.line) == wanted, "below '\(parent)'")
        }
        let qualifiers = try await service.children(.icd10PCS, "0SG007", on: Self.spring)
        #expect(qualifiers.map(\.axis?.label) == ["Anterior", "Posterior"])
    }

    @Test("Children and counts are those of the day")
    func days() async throws {
        let service = try await HierarchyFixture.service()
        let winter = try await service.children(.icd10PCS, "0SG0", on: Self.winter)
        // No row of the table has an open-ended approach 3, and no table says what it means.
        #expect(winter.map(\.line) == ["0SG00 lead Open 1 approach", "0SG03 lead  1 -"])
        #expect(try await service.children(.icd10PCS, "0SG007", on: Self.winter).map(\.key.code) == ["0SG0070"])
        #expect(try await service.children(.icd10PCS, "0SG0", on: Self.spring).map(\.key.code) == ["0SG00"])
    }

    @Test("ICD-10-CM goes from chapters over blocks to categories and codes")
    func tabularList() async throws {
        let service = try await HierarchyFixture.service()
        let steps: [(String, [String])] = [
            (
                "",
                [
                    "19 lead Injury 2 -", "4 lead Endocrine diseases 4 -",
                    "I10 code Essential (primary) hypertension 0 -",
                ]
            ),
            ("4", ["E08-E13 lead Diabetes mellitus 4 -"]),
            ("E08-E13", ["E10 header Type 1 diabetes mellitus 3 -", "E11 header Type 2 diabetes mellitus 1 -"]),
            (
                "E10",
                [
                    "E10.1 header Type 1 diabetes mellitus with ketoacidosis 2 -",
                    "E10.9 code Type 1 diabetes mellitus without complications 0 -",
                ]
            ),
            ("I10", []),
        ]
        for (parent, wanted) in steps {
            let children = try await service.children(.icd10CM, parent, on: Self.spring)
            #expect(children.map(\.line) == wanted, "below '\(parent)'")
        }
        // What is one character longer (S00.00X) is no code, so the children are two longer.
        let encounters = try await service.children(.icd10CM, "s00.00", on: Self.spring)
        #expect(encounters.map(\.key.printedCode) == ["S00.00XA", "S00.00XD"])
    }

    @Test("A category that no release lists lets the codes below it through")
    func missingCategory() async throws {
        let service = try await ServiceUnderTest()
        let codes = HierarchyFixture.categories.filter { $0.key != "-E10" }
        try await service.load("2025", "2025-01-01", of: .icd10CM, codes)
        try await service.load("icd10-cm-tabular", HierarchyFixture.tabularList)
        let children = try await service.children(.icd10CM, "E08-E13", on: Self.spring)
        #expect(children.map(\.key.code) == ["E101", "E109", "E11"])
        #expect(try await service.children(.icd10CM, "4", on: Self.spring).map(\.descendantCount) == [4])
        #expect(try await service.relation(cm("E08-E13"), cm("E101"), on: Self.spring) == .subsumes)
    }

    @Test("Without a tabular list the categories are the top")
    func withoutTabularList() async throws {
        let service = try await ServiceUnderTest()
        try await service.load("2025", "2025-01-01", of: .icd10CM, HierarchyFixture.categories)
        let top = try await service.children(.icd10CM, "", on: Self.spring)
        #expect(top.map(\.key.code) == ["E10", "E11", "I10", "S00"])
        #expect(top.map(\.descendantCount) == [3, 1, 0, 2])
    }

    @Test("Codes of a system without a hierarchy are all its top, page by page")
    func flat() async throws {
        let service = try await ServiceUnderTest()
        let codes = (100...130).map { "99\($0)" }
        try await service.put(Dictionary(uniqueKeysWithValues: codes.map { ($0, "Code \($0)") }))
        for size in [1, 7, 33, 0] {
            let (children, totals) = try await service.askForAll(ListChildCodesRequest(topOf: .cpt), pageSize: size)
            #expect(children.map(\.key.code) == ["22849", "27447"] + codes)
            #expect(totals == [33])
            #expect(children.allSatisfy { $0.kind == .code && $0.descendantCount == 0 && $0.axis == nil })
        }
        #expect(try await service.children(.cpt, "22849", on: Self.spring).isEmpty)
    }

    @Test("A nested code system goes down by its links, and a circle of them ends")
    func nested() async throws {
        let service = try await ServiceUnderTest()
        let system = CodeSystem(uri: "http://example.org/nested")
        func key(_ code: String) -> CodeKey { CodeKey(system: system, canonical: code) }
        try await service.load("1", "2025-01-01", of: system, ["a": "A", "b": "B", "c": "C", "d": "D"])
        try await service.load(
            "fhir",
            [
                HierarchyLink(child: key("a"), parent: nil), HierarchyLink(child: key("b"), parent: key("a")),
                HierarchyLink(child: key("c"), parent: key("b")), HierarchyLink(child: key("d"), parent: key("c")),
                HierarchyLink(child: key("x"), parent: key("a")),
            ])
        let top = try await service.children(system, "", on: Self.spring)
        #expect(top.map(\.line) == ["a code A 3 -"])
        #expect(try await service.children(system, "a", on: Self.spring).map(\.line) == ["b code B 2 -"])
        // Now c stands under d, which stands under c.
        try await service.load(
            "fhir",
            [HierarchyLink(child: key("c"), parent: key("d")), HierarchyLink(child: key("d"), parent: key("c"))])
        #expect(try await service.children(system, "c", on: Self.spring).map(\.line) == ["d code D 1 -"])
        #expect(try await service.relation(key("b"), key("d"), on: Self.spring) == .notSubsumed)
    }

    @Test("What is not there ends with NOT_FOUND and the reason that GetCode gives")
    func absences() async throws {
        let service = try await HierarchyFixture.service()
        let (early, spring) = (CalendarDate("2024-12-31"), Self.spring)
        let cases: [(ListChildCodesRequest, String)] = [
            (.init(of: pcs("0SG0371"), asOf: spring), "NOT_YET_EFFECTIVE"),
            (.init(of: pcs("0SG0071"), asOf: Self.winter), "TERMINATED"),
            (.init(of: pcs("0T"), asOf: spring), "UNKNOWN_CODE"), (.init(of: cm("E13"), asOf: spring), "UNKNOWN_CODE"),
            (.init(of: cm("A00-A09"), asOf: spring), "UNKNOWN_CODE"),
            (.init(of: icd9("81"), asOf: spring), "CODE_SYSTEM_NOT_LOADED"),
            (.init(topOf: .icd9PCS, asOf: spring), "CODE_SYSTEM_NOT_LOADED"),
            (.init(topOf: .icd10PCS, asOf: early), "RELEASE_NOT_LOADED"),
            (.init(of: pcs("0SG"), asOf: early), "RELEASE_NOT_LOADED"),
        ]
        for (request, reason) in cases {
            let refusal = await service.refusal("ListChildCodes", request)
            #expect(refusal?.code == .notFound && refusal?.reason == reason, "\(request)")
        }
    }

    @Test("Pages of any size give the same list", arguments: [1, 2, 3])
    func pages(size: Int) async throws {
        let service = try await HierarchyFixture.service()
        let request = ListChildCodesRequest(topOf: .icd10CM, asOf: Self.spring)
        let (children, totals) = try await service.askForAll(request, pageSize: size)
        #expect(children.map(\.key.code) == ["19", "4", "I10"])
        #expect(totals == [3])
    }
}

extension ChildCode {
    /// Code, kind, display, count and axis in a line; whatever is no code is a lead.
    fileprivate var line: String {
        "\(key.printedCode) \(kind?.rawValue ?? "lead") \(display) \(descendantCount) \(axis?.axis ?? "-")"
    }
}

extension ServiceUnderTest {
    /// All children of a place, written as people write it; those at the top for an empty text.
    func children(_ system: CodeSystem, _ parent: String, on day: CalendarDate?) async throws -> [ChildCode] {
        let request =
            parent.isEmpty
            ? ListChildCodesRequest(topOf: system, asOf: day)
            : ListChildCodesRequest(of: try CodeKey(system: system, codeOrGroup: parent), asOf: day)
        return try await ask("ListChildCodes", request, for: ListChildCodesResponse.self).page.elements
    }

    /// How two keys stand to each other.
    func relation(_ a: CodeKey, _ b: CodeKey, on day: CalendarDate?) async throws -> SubsumptionOutcome {
        try await ask("TestSubsumption", TestSubsumptionRequest(a, b, asOf: day))
    }
}
