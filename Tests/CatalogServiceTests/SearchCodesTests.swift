import CatalogMessages
import CatalogModel
import CatalogStore
import Foundation
import RPCCore
import RPCServices
import Testing
import WireMessages

@testable import CatalogService

@Suite("SearchCodes and SuggestCodes")
struct SearchCodesTests {
    private let day = CalendarDate("2024-01-01")

    @Test("Codes of releases and of pages are found, and by the words of their pages")
    func found() async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        let hits = try await service.search(SearchCodesRequest(query: "fusion of knee", asOf: day)).page.elements
        #expect(hits.first?.key.code == "0SGC0ZZ" && hits.first?.display == "Fusion of Right Knee Joint")
        #expect(hits.first?.highlights == [0..<6, 16..<20])
        #expect(
            try await service.search(SearchCodesRequest(query: "arthroscope", asOf: day)).page.elements.map(\.key.code)
                == ["29881"])
        #expect(try await service.search(SearchCodesRequest(query: "0SG", asOf: day)).page.totalCount == 2)
    }

    @Test("An operator's synonym counts from the next revision on")
    func synonym() async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        let request = SearchCodesRequest(query: "frobnication", asOf: day)
        #expect(try await service.search(request).page.elements.isEmpty)
        try await service.write { writer throws(CatalogError) in
            let scope = FactScope(format: "synonyms", part: "words.csv")
            try writer.declare(FactEdition(scope: scope, label: "", effective: nil))
            try writer.put(
                Term(
                    text: "frobnication", system: .icd10PCS, termKind: .synonym,
                    target: .code(CodeKey(system: .icd10PCS, canonical: "0SGD0ZZ"))), in: scope)
        }
        let hit = try #require(try await service.search(request).page.elements.first)
        #expect(hit.key.code == "0SGD0ZZ" && hit.matchedField == .synonym && hit.matchedTerm == "frobnication")
    }

    @Test("Pages of any size hold the same hits in the same order, each once", arguments: [1, 2, 3, 100])
    func pages(size: Int) async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        let all = try await service.search(SearchCodesRequest(query: "knee", asOf: day, pageSize: 100)).page
        var request = SearchCodesRequest(query: "knee", asOf: day, pageSize: size)
        var found: [CodeKey] = []
        repeat {
            let page = try await service.search(request).page
            #expect(!page.elements.isEmpty, "no page is empty, the last one included")
            found += page.elements.map(\.key)
            #expect(page.totalCount == all.totalCount && page.elements.count <= size)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(found == all.elements.map(\.key) && found.count == 4)
    }

    @Test("A token of another query is refused, naming the field")
    func foreignToken() async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        let first = try await service.search(SearchCodesRequest(query: "knee", asOf: day, pageSize: 1)).page
        let request = SearchCodesRequest(query: "joint", asOf: day, pageSize: 1, pageToken: first.nextPageToken)
        let error = try #require(await service.failure("SearchCodes", request))
        #expect(error.code == .invalidArgument && error.message.contains("page_token"))
    }

    @Test("Statuses and facets are of the day asked for")
    func days() async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        var request = SearchCodesRequest(query: "fusion", asOf: CalendarDate("2023-09-30"), facets: [.status])
        #expect(try await service.search(request).page.totalCount == 0)
        request.filters.statuses = [.notYetEffective, .active]
        let answer = try await service.search(request)
        #expect(answer.page.elements.allSatisfy { $0.status == .notYetEffective } && answer.page.totalCount == 2)
        #expect(answer.facets.first?.counts.map(\.hitCount) == [2])
    }

    @Test(
        "Odd queries have a defined answer",
        arguments: ["", " ", "🩺", "\u{202E}knee", "e\u{301}e\u{301}", ".*[a-z]+(", "***"])
    func odd(query: String) async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        let answer = try await service.search(SearchCodesRequest(query: query, asOf: day))
        #expect(answer.page.elements.count <= 10)
        #expect(try await service.suggest(SuggestCodesRequest(prefix: query, asOf: day)).hits.count <= 10)
    }

    @Test("Completions begin with the first letters")
    func suggestions() async throws {
        let service = try await ServiceUnderTest()
        try await service.putJoints()
        let answer = try await service.suggest(SuggestCodesRequest(prefix: "fus kn", asOf: day))
        #expect(answer.hits.map(\.key.code) == ["0SGC0ZZ", "0SGD0ZZ"] && answer.totalCount == 2)
    }

    @Test("A search that comes before the index waits for it, and gets an answer or learns that there will be none")
    func waiting() async throws {
        let isOpening = Eventual<any CodeStore>()
        let service = CodeCatalogService(opening: Task { try await isOpening.value() })
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let early = Task { await service.search("knee") }
        isOpening.settle(.success(try SQLiteCodeStore(path: folder.appendingPathComponent("catalog.sqlite").path)))
        #expect(await early.value.error == nil)

        let endless = Self.serviceWithoutStore()
        let never = Task { await endless.search("knee") }
        endless.drain()
        let error = await never.value.error
        #expect(error?.statusDetails?.reason == "INDEX_NOT_READY")
    }

    @Test("Only so many searches wait for the index")
    func waitingRoom() async throws {
        let service = Self.serviceWithoutStore()
        let method = try #require(service.methods.first { $0.name == "SearchCodes" })
        let handler = try #require(method.immediateHandler)
        let request = SearchCodesRequest(query: "knee").withMessage { $0.bytes() }
        let refused = Eventual<RPCError>()
        var calls: [PendingReply] = []
        // One more than may wait: it is refused at once, though all others wait for ever.
        for _ in 0...SearchableCatalog.waiterCountMax {
            let call = TestCall(method) { if case .failure(let error) = $0 { refused.settle(.success(error)) } }
            _ = try request.withUnsafeBytes { bytes in try handler(bytes, call) }
            calls.append(call.detach())
        }
        let error = try await refused.value()
        #expect(error.code == .unavailable && error.statusDetails?.reason == "INDEX_NOT_READY")
        #expect(error.statusDetails?.attachment == .retry(after: .seconds(1)))
        for call in calls { call.cancel() }
    }

    @Test("A caller that has gone makes room for another")
    func room() async {
        let search = Self.serviceWithoutStore().search
        for _ in 0...SearchableCatalog.waiterCountMax {
            let call = PendingReply(deadline: .never) { _ in }
            call.cancel()
            let error = await #expect(throws: RPCError.self) { _ = try await search.indexed(for: call) }
            #expect(error?.code == .cancelled)
        }
    }

    /// A service whose store never opens.
    private static func serviceWithoutStore() -> CodeCatalogService {
        CodeCatalogService(opening: Task { try await Eventual<any CodeStore>().value() })
    }
}

extension CodeCatalogService {
    fileprivate func search(_ query: String) async -> Result<UnaryReply, RPCError> {
        guard let method = methods.first(where: { $0.name == "SearchCodes" }) else { fatalError("no SearchCodes") }
        let request = SearchCodesRequest(query: query).withMessage { $0.bytes() }
        return await TestCall.run(method, request).map(\.reply)
    }
}

extension Result {
    fileprivate var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}

extension ServiceUnderTest {
    /// Writes a small release, and pages.
    fileprivate func putJoints() async throws {
        try await write { writer throws(CatalogError) in
            let release = Release(label: "FY2024", effective: CalendarDate("2023-10-01") ?? .init(dayNumber: 0)!)
            try writer.declare(release, of: .icd10PCS)
            for (code, title) in [
                ("0SGC0ZZ", "Fusion of Right Knee Joint"), ("0SGD0ZZ", "Fusion of Left Knee Joint"),
            ] {
                try writer.list(
                    Code(key: CodeKey(system: .icd10PCS, canonical: code), longDescriptor: title))
            }
            try writer.list(
                Code(
                    key: CodeKey(system: .icd10PCS, canonical: "0SG"), kind: .header,
                    longDescriptor: "Lower Joints, Fusion"))
            let name = Section(
                kind: .summary, heading: "Summary",
                blocks: [Block(label: "", .paragraph("Done through an arthroscope."))])
            try writer.putPage(
                Code(
                    key: CodeKey(system: .cpt, canonical: "29881"), longDescriptor: "Trimming of the knee",
                    procedure: Procedure(sections: [name], facts: ProcedureFacts())))
            try writer.putPage(Code(key: CodeKey(system: .cpt, canonical: "99999"), longDescriptor: "Knee brace"))
        }
    }

    /// Searches, as soon as the index is of the newest revision.
    fileprivate func search(_ request: SearchCodesRequest) async throws -> SearchAnswer {
        try await answer("SearchCodes", request, SearchAnswer.self)
    }

    /// Completes, as soon as the index is of the newest revision.
    fileprivate func suggest(_ request: SuggestCodesRequest) async throws -> Suggestions {
        try await answer("SuggestCodes", request, Suggestions.self)
    }

    private func answer<Reply: CatalogMessage>(
        _ name: String, _ request: some CatalogMessage, _ type: Reply.Type
    ) async throws -> Reply {
        let newest = try await revision()
        let bytes = request.withMessage { $0.bytes() }
        while true {
            switch await call(name, bytes) {
            case .success(let answer) where answer.reply.metadata.texts["medcodes-revision"] == "\(newest)":
                return try answer.reply.frame.withMessage { try Reply(message: $0) }
            case .failure(let error) where error.code != .unavailable: throw error
            default: try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    fileprivate func failure(_ name: String, _ request: some CatalogMessage) async -> RPCError? {
        let bytes = request.withMessage { $0.bytes() }
        while true {
            guard case .failure(let error) = await call(name, bytes) else { return nil }
            if error.code != .unavailable { return error }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}
