import CatalogMessages
import CatalogModel
import CatalogStore
import RPCCore
import Testing
import WireMessages

@Suite("ListSimilarCodes")
struct ListSimilarCodesTests {
    private static let day = CalendarDate("2025-03-14")

    @Test("ICD-10-CM codes are like those of their heading and category, and by text like those of others")
    func diagnoses() async throws {
        let service = try await HierarchyFixture.service()
        let codes = try await service.similar(to: cm("E109"))
        #expect(codes.map(\.key.code) == ["E119", "E1010"], "E10.11 has too little text in common with it")
        #expect(codes.map(\.reason) == [.sharedText, .sibling])
        let near = try await service.similar(to: cm("E1010"))
        #expect(near.map(\.key.code) == ["E1011", "E109"], "E11.9 has too little text in common with it, too")
        #expect(near[0].score > 0.4 && near[1].score < 0.4, "one heading and one category are told apart")
        #expect(near[0].title == "Type 1 diabetes mellitus with ketoacidosis with coma")
        #expect(try await service.similar(to: cm("E10")).isEmpty, "nothing is computed for a header")
    }

    @Test("ICD-10-PCS codes are like those that differ in one axis, and by text like those of other operations")
    func procedures() async throws {
        let service = try await ServiceUnderTest()
        try await service.load(
            "2025", "2025-01-01", of: .icd10PCS,
            [
                "-0DB": "Gastrointestinal System, Excision", "-0DT": "Gastrointestinal System, Resection",
                "0DTJ0ZZ": "Resection of Appendix, Open Approach",
                "0DTJ4ZZ": "Resection of Appendix, Percutaneous Endoscopic Approach",
                "0DTH4ZZ": "Resection of Cecum, Percutaneous Endoscopic Approach",
                "0DTH0ZZ": "Resection of Cecum, Open Approach",
                "0DBJ4ZZ": "Excision of Appendix, Percutaneous Endoscopic Approach",
                "0DBJ4ZX": "Excision of Appendix, Percutaneous Endoscopic Approach, Diagnostic",
            ])
        let codes = try await service.similar(to: pcs("0DTJ4ZZ"))
        #expect(Set(codes.prefix(2).map(\.key.code)) == ["0DTJ0ZZ", "0DTH4ZZ"], "they differ in one axis")
        let reasons = Dictionary(uniqueKeysWithValues: codes.map { ($0.key.code, $0.reason) })
        #expect(reasons["0DBJ4ZZ"] == .sharedText)
        #expect(reasons["0DBJ4ZX"] == nil, "it is of another operation, and differs in one more axis")
    }

    @Test("One axis reaches beyond a family that is too large to be compared")
    func largeTable() async throws {
        let service = try await ServiceUnderTest()
        var codes: [String: String] = [:]
        for part in "0123456789" {
            for device in "0123456789" {
                for qualifier in "0123456789" {
                    codes["041\(part)0\(device)\(qualifier)"] =
                        "Bypass Part\(part) with Device\(device) to Vessel\(qualifier)"
                }
            }
        }
        try await service.load("2025", "2025-01-01", of: .icd10PCS, codes)
        let similar = try await service.similar(to: pcs("0415055"), pageSize: 500)
        let keys = Set(similar.map(\.key.code))
        for variant in ["0410055", "0419055", "0415005", "0415050", "0415059"] { #expect(keys.contains(variant)) }
        #expect(similar.count == 27, "three axes of ten values; two axes leave too little in common")
    }

    @Test("Add-on codes, their primaries, and add-on codes with the same primaries are a family")
    func addOns() async throws {
        let service = try await ServiceUnderTest()
        try await service.put([
            "10001": "First", "20001": "Second", "30001": "Third", "40001": "Fourth", "50001": "Fifth",
        ])
        let year = ValidityPeriod(effective: CalendarDate("2026-01-01"))
        try await service.load(
            "aoc",
            [
                AddOnRelation(addOn: cpt("20001"), primary: cpt("10001"), type: .listed),
                AddOnRelation(addOn: cpt("20001"), primary: cpt("40001"), type: .listed),
                AddOnRelation(addOn: cpt("30001"), primary: cpt("10001"), type: .listed),
                AddOnRelation(addOn: cpt("20001"), primary: nil, type: .contractorDefined),
                AddOnRelation(addOn: cpt("50001"), primary: cpt("10001"), type: .listed, period: year),
            ])
        let addOn = try await service.similar(to: cpt("20001"))
        #expect(addOn.map(\.key.code) == ["10001", "40001", "30001"])
        #expect(addOn.map(\.score) == [0.7, 0.7, 0.45])
        #expect(try await service.similar(to: cpt("10001")).map(\.key.code) == ["20001", "30001"])
        #expect(try await service.similar(to: cpt("10001"), on: year.effective).map(\.key.code).contains("50001"))
    }

    @Test("Lists written by hand come with their scores; each code stands once, with the best of its reasons")
    func written() async throws {
        let service = try await HierarchyFixture.service()
        try await service.write { writer throws(CatalogError) in
            let mentioned = [
                SimilarCode(key: cm("I10"), title: "on the page", reason: .curated, score: 1),
                SimilarCode(key: cm("E1011"), title: "on the page", reason: .curated, score: 0.1),
                SimilarCode(key: cm("Z99"), title: "on the page", reason: .curated, score: 0.3),
                SimilarCode(key: pcs("0SG0371"), title: "not yet", reason: .curated, score: 0.9),
                SimilarCode(key: cm("E1010"), title: "itself", reason: .curated, score: 1),
            ]
            try writer.putPage(Code(key: cm("E1010"), longDescriptor: "", similarCodes: mentioned))
            let scope = FactScope(format: "lists")
            try writer.declare(FactEdition(scope: scope))
            try writer.put(
                SimilarityLink(key: cm("E1010"), other: cm("E119"), reason: .sharedText, score: 0.95), in: scope)
        }
        let codes = try await service.similar(to: cm("E1010"))
        #expect(codes.map(\.key.code) == ["I10", "E119", "E1011", "E109", "Z99"])
        #expect(codes.first?.title == "Essential (primary) hypertension", "the descriptor of the day")
        #expect(codes.first { $0.key == cm("Z99") }?.title == "on the page", "no such code is loaded")
        #expect(codes.first { $0.key == cm("E1011") }?.reason == .sibling, "its heading says more than the list")
        let curated = try await service.similar(to: cm("E1010"), for: [.curated])
        #expect(curated.map(\.key.code) == ["I10", "Z99", "E1011"])
        #expect(try await service.similar(to: cm("E1010"), for: [.sharedText]).map(\.key.code) == ["E119"])
    }

    @Test("GetCode and BatchGetCodes show the beginning of the list")
    func sameAsGetCode() async throws {
        let service = try await ServiceUnderTest()
        let codes = (100..<170).map { ("M\($0)0", "Pain in part \($0 % 7) of limb \($0 % 5)") }
        try await service.load("2025", "2025-01-01", of: .icd10CM, Dictionary(uniqueKeysWithValues: codes))
        try await service.load(
            "more", "2025-02-01", of: .icd10CM,
            ["-M10": "Pain"].merging(
                Dictionary(uniqueKeysWithValues: codes.map { ($0.0 + "1", $0.1) })
            ) { $1 })
        for (key, day) in [(cm("M1000"), "2025-01-15"), (cm("M10001"), "2025-03-14")] {
            let list = try await service.similar(to: key, on: CalendarDate(day), pageSize: 500)
            let code: Code = try await service.ask("GetCode", GetCodeRequest(key: key, asOf: CalendarDate(day)))
            #expect(!list.isEmpty && code.similarCodes == Array(list.prefix(10)))
            let request = BatchGetCodesRequest(keys: [key, cm("X")], asOf: CalendarDate(day), view: .full)
            let batch: BatchGetCodesResponse = try await service.ask("BatchGetCodes", request)
            #expect(batch.answers.first == .found(code))
        }
    }

    @Test("The list does not depend on the order in which things were loaded")
    func loadOrder() async throws {
        var lists: Set<[SimilarCode]> = []
        for isReversed in [false, true] {
            let service = try await ServiceUnderTest()
            let loads: [@Sendable () async throws -> Void] = [
                {
                    try await service.load(
                        "2026", "2025-10-01", of: .icd10CM, ["E109": "Type 1", "E1010": "Type 1, coma"])
                },
                { try await service.load("2025", "2025-01-01", of: .icd10CM, HierarchyFixture.categories) },
                { try await service.load("tabular", HierarchyFixture.tabularList) },
                {
                    try await service.load(
                        "lists", [SimilarityLink(key: cm("E1010"), other: cm("I10"), reason: .curated, score: 0.5)])
                },
            ]
            for load in isReversed ? loads.reversed() : loads { try await load() }
            lists.insert(try await service.similar(to: cm("E1010")))
        }
        #expect(lists.count == 1 && lists.first?.count == 3)
    }

    @Test("Pages of any size give one list without gap or repeat", arguments: [1, 2, 7, 500])
    func pages(size: Int) async throws {
        let service = try await ServiceUnderTest()
        let codes = (10..<40).map { ("M10\($0)", "Pain in part \($0 % 3)") }
        try await service.load("2025", "2025-01-01", of: .icd10CM, Dictionary(uniqueKeysWithValues: codes))
        let request = ListSimilarCodesRequest(key: cm("M1010"), asOf: Self.day)
        let (elements, totals) = try await service.askForAll(request, pageSize: size)
        #expect(elements.map(\.key) == elements.sorted { ($1.score, $0.key) < ($0.score, $1.key) }.map(\.key))
        #expect(Set(elements.map(\.key)).count == 29 && totals == [29])
    }

    @Test("A code that is not there, and a reason that there is not, are refused")
    func refusals() async throws {
        let service = try await HierarchyFixture.service()
        let winter = CalendarDate("2025-10-01")
        let gone = await service.refusal("ListSimilarCodes", ListSimilarCodesRequest(key: pcs("0SG0071"), asOf: winter))
        #expect(gone?.code == .notFound && gone?.reason == "TERMINATED")
        let bytes = ListSimilarCodesRequest(key: cm("E119")).withMessage { $0.bytes() } + [0x18, 0x63]
        guard case .failure(let error) = await service.call("ListSimilarCodes", bytes) else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .invalidArgument && error.message.hasPrefix("reasons[0]: "))
    }

    @Test("When a code changes, no cached answer goes on showing it as it was")
    func invalidation() async throws {
        let service = try await HierarchyFixture.service()
        try await service.put([
            "10001": "First", "20002": "Second", "30003": "Third", "27447": "Replacement of the knee joint, total",
        ])
        try await service.load(
            "aoc",
            [
                AddOnRelation(addOn: cpt("20002"), primary: cpt("10001"), type: .listed),
                AddOnRelation(addOn: cpt("30003"), primary: cpt("10001"), type: .listed),
            ])
        func titles(_ key: CodeKey) async throws -> [String] {
            let request = GetCodeRequest(key: key, asOf: Self.day)
            let code: Code = try await service.ask("GetCode", request)
            let again: Code = try await service.ask("GetCode", request)
            #expect(again == code)
            return code.similarCodes.map(\.title)
        }
        #expect(try await titles(cpt("10001")) == ["Second", "Third"])
        #expect(try await titles(cpt("20002")) == ["First", "Third"])
        #expect(try await titles(cpt("27447")).isEmpty)
        try await service.put(["30003": "Another third", "27448": "Replacement of the knee joint, partial"])
        #expect(try await titles(cpt("10001")) == ["Second", "Another third"])
        #expect(try await titles(cpt("20002")) == ["First", "Another third"])
        #expect(try await titles(cpt("27447")) == ["Replacement of the knee joint, partial"])
        try await service.load(
            "aoc", [AddOnRelation(addOn: cpt("20002"), primary: cpt("10001"), type: .listed)])
        #expect(try await titles(cpt("20002")) == ["First"])
    }
}

extension ServiceUnderTest {
    /// The first page of the codes like one.
    fileprivate func similar(
        to key: CodeKey, on day: CalendarDate? = CalendarDate("2025-03-14"), for reasons: [SimilarityReason] = [],
        pageSize: Int = 0
    ) async throws -> [SimilarCode] {
        let request = ListSimilarCodesRequest(key: key, asOf: day, reasons: reasons, pageSize: pageSize)
        let reply: ListSimilarCodesResponse = try await ask("ListSimilarCodes", request)
        #expect(reply.page.totalCount >= reply.page.elements.count)
        return reply.page.elements
    }
}
