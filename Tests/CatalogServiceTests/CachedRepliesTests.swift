import CatalogCache
import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import RPCCore
import Testing
import WireMessages

@Suite("Cached replies")
struct CachedRepliesTests {
    private static let lists: [(method: String, request: any CatalogMessage & Sendable)] = [
        ("ListSimilarCodes", ListSimilarCodesRequest(key: cm("E119"))),
        ("ListPolicies", ListPoliciesRequest(key: cm("E119"))),
        ("ListChildCodes", ListChildCodesRequest(of: cm("E11"))),
        ("TestSubsumption", TestSubsumptionRequest(cm("E11"), cm("E119"))),
        ("TranslateCode", TranslateCodeRequest(key: cm("E119"), target: .icd10PCS)),
        ("SearchCodes", SearchCodesRequest(query: "type 2 diabetes")),
        ("SuggestCodes", SuggestCodesRequest(prefix: "diab")),
    ]

    private func service() async throws -> ServiceUnderTest {
        let service = try await ServiceUnderTest()
        try await service.load(
            "R1", "2020-10-01", of: .icd10CM,
            [
                "-E11": "Type 2 diabetes", "E119": "Type 2 diabetes without complications",
                "E118": "Type 2 diabetes, other",
            ])
        try await service.awaitIndex()
        return service
    }

    @Test("The second answer comes from the cache, at once, and is the same frame", arguments: lists.indices)
    func hits(list: Int) async throws {
        let service = try await service()
        let (method, request) = Self.lists[list]
        let bytes = request.withMessage { $0.bytes() }
        let first = try await service.call(method, bytes).get()
        #expect(first.outcome == "miss")
        let handler = try #require(service.method(method).immediateHandler)
        let kind: CachedKind = method.hasPrefix("S") ? .searches : .lists
        // Waiting for the index has asked before.
        let hitsBefore = service.cacheStatistics[kind]?.hits ?? 0
        let second = try service.reply(handler, bytes, TestCall(service.method(method)))
        #expect(second.frame === first.reply.frame)
        #expect(TestCall.outcome(of: second) == "hit")
        #expect(service.cacheStatistics[kind]?.hits == hitsBefore + 1)
    }

    @Test("After the writer's call has returned, no list is the old one", arguments: lists.indices.dropLast(2))
    func invalidation(list: Int) async throws {
        let service = try await service()
        let (method, request) = Self.lists[list]
        let bytes = request.withMessage { $0.bytes() }
        for round in 1...3 {
            #expect(try await service.call(method, bytes).get().outcome == "miss", "round \(round)")
            #expect(try await service.call(method, bytes).get().outcome == "hit")
            try await service.write { writer throws(CatalogError) in
                try writer.putPage(Code(key: cm("E119"), longDescriptor: "Wording \(round)"))
            }
        }
    }

    @Test("A search is answered out of the old index until the new one is in, and from then on out of that")
    func searchInvalidation() async throws {
        let service = try await service()
        for round in 1...3 {
            let request = SearchCodesRequest(query: "gout")
            let bytes = request.withMessage { $0.bytes() }
            _ = await service.call("SearchCodes", bytes)
            try await service.write { writer throws(CatalogError) in
                try writer.putPage(Code(key: cm("M10\(round)"), longDescriptor: "Gout \(round)"))
            }
            let newest = try await service.revision()
            var isNew = false
            while !isNew {
                let (reply, _) = try await service.call("SearchCodes", bytes).get()
                let answer = try reply.frame.withMessage { try SearchAnswer(message: $0) }
                isNew = reply.metadata.texts["medcodes-revision"] == "\(newest)"
                #expect(answer.page.totalCount == (isNew ? round : round - 1), "the revision told is the index's")
            }
            #expect(try await service.call("SearchCodes", bytes).get().outcome == "hit")
        }
    }

    @Test("Another spelling is the same question, and its page tokens are as good")
    func spellings() async throws {
        let service = try await service()
        let first = SearchCodesRequest(query: "Type 2 DIABETES", pageSize: 1)
        let page = try await service.ask("SearchCodes", first, for: SearchAnswer.self).page
        var second = SearchCodesRequest(query: " type 2  diabetes ", pageSize: 1)
        let bytes = second.withMessage { $0.bytes() }
        #expect(try await service.call("SearchCodes", bytes).get().outcome == "hit")
        second.pageToken = page.nextPageToken
        let next = try await service.ask("SearchCodes", second, for: SearchAnswer.self).page
        #expect(next.elements.map(\.key) != page.elements.map(\.key) && !next.elements.isEmpty)
    }

    @Test("An absence is kept as one; what is wrong is not kept at all")
    func absences() async throws {
        let service = try await service()
        let unknown = ListSimilarCodesRequest(key: cm("Z999")).withMessage { $0.bytes() }
        for expected in ["miss", "negative"] {
            let error = await service.call("ListSimilarCodes", unknown).error
            #expect(error?.code == .notFound && error?.metadata.text(for: "medcodes-cache") == expected)
        }
        let entries = service.cacheStatistics.values.reduce(0) { $0 + $1.entryCount }
        for request in [SearchCodesRequest(query: "gout", pageToken: "x"), .init(query: "gout", pageSize: -1)] {
            #expect(
                await service.call("SearchCodes", request.withMessage { $0.bytes() }).error?.code == .invalidArgument)
        }
        #expect(service.cacheStatistics.values.reduce(0) { $0 + $1.entryCount } == entries)
    }
}
