import CatalogMessages
import CatalogModel
import CatalogStore
import RPCCore
import RPCServices
import Testing
import WireMessages

@Suite("ListPolicies")
struct ListPoliciesTests {
    private static let key = CodeKey(system: .cpt, canonical: "22849")

    @Test("Policies of the page and of files stand together, by payer and number, each once")
    func order() async throws {
        let service = try await ServiceUnderTest()
        try await service.putPolicies()
        let page = try await service.policies(ListPoliciesRequest(key: Self.key, asOf: CalendarDate("2024-01-01")))
        #expect(page.elements.map(\.name) == ["A plan 1", "A plan 2", "B plan 1", "a plan 1"])
        #expect(page.totalCount == 4 && page.nextPageToken.isEmpty)
        #expect(page.elements[0].coverage == "As the page says", "the page comes before files")
        #expect(page.elements[1].coverage == "Of this code alone")
    }

    @Test(
        "They are those that GetCode shows, on every day",
        arguments: ["2019-12-31", "2020-01-01", "2024-06-30", "2024-07-01"])
    func sameAsGetCode(day: String) async throws {
        let service = try await ServiceUnderTest()
        try await service.putPolicies()
        let request = GetCodeRequest(key: Self.key, asOf: CalendarDate(day)).withMessage { $0.bytes() }
        let (reply, _) = try await service.call("GetCode", request).get()
        let code = try reply.frame.withMessage { try Code(message: $0) }
        let page = try await service.policies(ListPoliciesRequest(key: Self.key, asOf: CalendarDate(day)))
        #expect(Set(page.elements) == Set(code.policies))
        #expect(page.elements.contains { $0.name == "B plan 1" } == ("2020-01-01"..<"2024-07-01").contains(day))
    }

    @Test(
        "Filters come before paging, and know no case",
        arguments: [
            ("A PLAN", "", ["A plan 1", "A plan 2", "a plan 1"]), ("", "ny", ["A plan 1", "A plan 2", "a plan 1"]),
            ("", "TX", ["A plan 1", "A plan 2", "B plan 1", "a plan 1"]), ("b plan", "NY", []), ("plan", "", []),
        ])
    func filters(payer: String, jurisdiction: String, names: [String]) async throws {
        let service = try await ServiceUnderTest()
        try await service.putPolicies()
        var request = ListPoliciesRequest(
            key: Self.key, asOf: CalendarDate("2024-01-01"), payer: payer, jurisdiction: jurisdiction, pageSize: 1)
        var found: [String] = []
        repeat {
            let page = try await service.policies(request)
            found += page.elements.map(\.name)
            #expect(page.totalCount == names.count)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(found == names)
    }

    @Test("There are all of them, also where a code shows 50 at most")
    func many() async throws {
        let service = try await ServiceUnderTest()
        try await service.putPolicies(count: 130)
        var request = ListPoliciesRequest(key: Self.key, payer: "Many")
        var counts: [Int] = []
        var names: [String] = []
        repeat {
            let page = try await service.policies(request)
            counts.append(page.elements.count)
            names += page.elements.map(\.name)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(counts == [50, 50, 30])
        #expect(names == (0..<130).map { "Many \(1000 + $0)" })
    }

    @Test("A code that is not there ends with NOT_FOUND, its reason, and the revision")
    func absent() async throws {
        let service = try await ServiceUnderTest()
        for (key, reason) in [
            (CodeKey(system: .cpt, canonical: "00000"), "UNKNOWN_CODE"),
            (CodeKey(system: .icd10PCS, canonical: "0SG0070"), "CODE_SYSTEM_NOT_LOADED"),
        ] {
            let bytes = ListPoliciesRequest(key: key).withMessage { $0.bytes() }
            guard case .failure(let error) = await service.call("ListPolicies", bytes) else {
                Issue.record("no error")
                continue
            }
            #expect(error.code == .notFound && error.statusDetails?.reason == reason)
            #expect(error.metadata.text(for: "medcodes-revision") == "1")
        }
    }

    @Test("A code without policies has an empty list")
    func none() async throws {
        let service = try await ServiceUnderTest()
        #expect(try await service.policies(ListPoliciesRequest(key: Self.key)) == ListPage([], totalCount: 0))
    }
}

extension Policy {
    /// Payer and number.
    fileprivate var name: String { "\(payer) \(number)" }
}

extension ServiceUnderTest {
    /// Asks for a page.
    fileprivate func policies(_ request: ListPoliciesRequest) async throws -> ListPage<Policy> {
        let (reply, _) = try await call("ListPolicies", request.withMessage { $0.bytes() }).get()
        return try reply.frame.withMessage { try ListPoliciesResponse(message: $0).page }
    }

    /// Policies about CPT 22849: one of its page, three of a file, one of which the page has too, and so many more.
    fileprivate func putPolicies(count: Int = 0) async throws {
        let key = CodeKey(system: .cpt, canonical: "22849")
        let ended = ValidityPeriod(effective: CalendarDate("2020-01-01"), terminated: CalendarDate("2024-07-01"))
        let policies =
            [
                Policy(payer: "B plan", number: "1", title: "Spine", jurisdictions: ["TX", "CA"], period: ended),
                Policy(payer: "A plan", number: "2", title: "Spine", coverage: "Of all codes"),
                Policy(payer: "A plan", number: "1", title: "Spine", coverage: "As the file says"),
                Policy(payer: "a plan", number: "1", title: "Spine"),
            ] + (0..<count).map { Policy(payer: "Many", number: "\(1000 + $0)", title: "Spine") }
        try await write { writer throws(CatalogError) in
            let page = Policy(payer: "A plan", number: "1", title: "Spine", coverage: "As the page says")
            try writer.putPage(Code(key: key, longDescriptor: "Reinsertion", policies: [page]))
            let scope = FactScope(format: "policies")
            try writer.declare(FactEdition(scope: scope))
            for policy in policies {
                try writer.put(policy, in: scope)
                let coverage = policy.number == "2" ? "Of this code alone" : ""
                let entry = PolicyCode(key: key, payer: policy.payer, number: policy.number, coverage: coverage)
                try writer.put(entry, in: scope)
            }
        }
    }
}
