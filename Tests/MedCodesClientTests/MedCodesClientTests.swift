import CatalogModel
import MedCodesClient
import Testing

@Suite("The client library and a whole service", .timeLimit(.minutes(1)))
struct MedCodesClientTests {
    private static let fixation = Code(
        key: CodeKey(system: .cpt, canonical: "22849"), longDescriptor: "Reinsertion of a spinal fixation device",
        descriptorOrigin: .ownWording, notice: "Our wording.",
        procedure: Procedure(
            sections: [
                Section(kind: .summary, heading: "Summary", blocks: [Block(.paragraph("A loose rod is set anew."))])
            ],
            facts: ProcedureFacts(durationMinutes: 60...120)),
        similarCodes: [
            SimilarCode(
                key: CodeKey(system: .cpt, canonical: "20931"), title: "Structural allograft", reason: .curated,
                score: 0.5)
        ])
    private static let graft = Code(
        key: CodeKey(system: .cpt, canonical: "20931"), longDescriptor: "Structural allograft", isAddOn: true)
    private static let pages = [fixation, graft]

    @Test("A code comes whole, however it is spelled", arguments: ["22849", " 22849", "2.2849"])
    func wholeCode(spelling: String) async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let code = try await client.code(.cpt, spelling)
            #expect(code.key == Self.fixation.key)
            #expect(code.longDescriptor == Self.fixation.longDescriptor)
            #expect(code.procedure == Self.fixation.procedure)
            #expect(code.similarCodes.map(\.key) == [Self.graft.key])
            #expect(code.notice == "Our wording.")
        }
    }

    @Test("Of several servers those that do not answer are passed over", arguments: [false, true])
    func severalServers(inTurn: Bool) async throws {
        let service = try await RunningService(Self.pages)
        var configuration = service.configuration
        configuration.server = "127.0.0.1:1,\(configuration.server)"
        configuration.balancing = inTurn ? .eachInTurn : .firstThatAnswers
        configuration.hedging = inTurn ? .init(delay: .seconds(5)) : nil
        configuration.waitsForReady = true
        let client = try MedCodesClient(configuration)
        for _ in 0..<10 { #expect(try await client.code(Self.graft.key).key == Self.graft.key) }
        await client.close()
        await service.shutDown()
    }

    @Test("The basic view leaves the page out")
    func basicView() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let code = try await client.code(Self.fixation.key, view: .basic)
            #expect(code.longDescriptor == Self.fixation.longDescriptor)
            #expect(code.procedure == nil)
            #expect(code.similarCodes.isEmpty)
        }
    }

    @Test("A code that is not there says why, with its code as it was asked for")
    func absent() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let error = try #require(await failure { _ = try await client.code(.cpt, "99999") })
            #expect(error.code == .notFound)
            #expect(error.isFromServer)
            #expect(error.reason == "UNKNOWN_CODE")
            #expect(error.absence == CodeAbsence(key: CodeKey(system: .cpt, canonical: "99999"), reason: .unknownCode))
            #expect(error.message == "CPT 99999 is not a code of this catalog")
            #expect(error.revision == Revision(rawValue: 1))
            #expect(error.cacheOutcome != nil)
            #expect(!error.isRetryable)
            let other = try #require(await failure { _ = try await client.code(.icd10CM, "e119") })
            #expect(other.absence?.reason == .codeSystemNotLoaded)
        }
    }

    @Test("Policies come page by page or all in turn, and a code that is not there says why")
    func policies() async throws {
        var page = Self.graft
        page.policies = (0..<7).map { Policy(payer: "A plan", number: "\($0)", title: "Grafts") }
        try await RunningService.run([page]) { client, _ in
            let first = try await client.policyPage(about: page.key, payer: "a PLAN", pageSize: 3)
            #expect(first.elements == Array(page.policies[..<3]) && first.totalCount == 7)
            let second = try await client.policyPage(
                about: page.key, payer: "a PLAN", pageSize: 2, pageToken: first.nextPageToken)
            #expect(second.elements == Array(page.policies[3..<5]))
            #expect(try await client.policies(about: page.key).reduce(into: []) { $0.append($1) } == page.policies)
            let unknown = CodeKey(system: .cpt, canonical: "99999")
            let error = try #require(await failure { _ = try await client.policyPage(about: unknown) })
            #expect(error.absence == CodeAbsence(key: unknown, reason: .unknownCode))
            let refused = try #require(
                await failure { _ = try await client.policyPage(about: page.key, pageToken: "x") })
            #expect(refused.code == .invalidArgument && refused.message.contains("page_token"))
        }
    }

    @Test("Similar codes, children, subsumption and translation are asked for and answered")
    func relations() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let similar = try await client.similarCodePage(of: Self.fixation.key, reasons: [.curated], pageSize: 1)
            #expect(similar.elements == Self.fixation.similarCodes && similar.totalCount == 1)
            let all = client.similarCodes(of: Self.fixation.key)
            #expect(try await all.reduce(into: []) { $0.append($1) } == Self.fixation.similarCodes)
            let top = try await client.topPage(of: .cpt, pageSize: 1)
            #expect(top.elements.map(\.key) == [Self.graft.key] && top.totalCount == 2)
            let codes = try await client.top(of: .cpt).reduce(into: []) { $0.append($1.key) }
            #expect(codes == [Self.graft.key, Self.fixation.key])
            #expect(try await client.childPage(of: Self.graft.key).elements.isEmpty)
            #expect(try await client.children(of: Self.graft.key).reduce(into: []) { $0.append($1) }.isEmpty)
            #expect(try await client.subsumption(of: Self.graft.key, to: Self.fixation.key) == .notSubsumed)
            let translation = try await client.translation(of: Self.graft.key, to: .icd10PCS)
            #expect(!translation.result && translation.message.contains("no crosswalk"))
            let error = try #require(await failure { _ = try await client.topPage(of: .hcpcs) })
            #expect(error.absence?.reason == .codeSystemNotLoaded)
        }
    }

    @Test("A batch answers each key in order, found or not")
    func batch() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let unknown = CodeKey(system: .cpt, canonical: "99999")
            let keys = [Self.graft.key, unknown, Self.fixation.key, Self.graft.key]
            let answers = try await client.codes(keys)
            #expect(answers.count == 4)
            for (index, code) in [(0, Self.graft), (2, Self.fixation), (3, Self.graft)] {
                guard case .found(let found) = answers[index] else {
                    Issue.record("\(code.key) was not found")
                    continue
                }
                #expect(found.longDescriptor == code.longDescriptor)
                #expect(found.isAddOn == code.isAddOn)
            }
            #expect(answers[1] == .absent(CodeAbsence(key: unknown, reason: .unknownCode)))
        }
    }

    @Test("Batches of no keys and of a thousand are answered, larger ones are refused here")
    func batchSizes() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let none = try await client.codes([])
            #expect(none.isEmpty)
            let thousand = [CodeKey](repeating: Self.graft.key, count: MedCodesClient.batchKeyCountMax)
            // A debug build beside other work takes seconds for the similar codes of a thousand full views.
            var options = CallOptions()
            options.timeout = .seconds(50)
            let answers = try await client.with(options).codes(thousand, view: .full)
            #expect(answers.count == 1000)
            let error = await failure { _ = try await client.codes(thousand + [Self.graft.key]) }
            #expect(error?.message == "1001 keys are more than a batch holds; ask for 1000 at most")
        }
    }

    @Test("The catalog tells what it holds")
    func catalog() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let catalog = try await client.catalog()
            #expect(catalog.revision == Revision(rawValue: 1))
            #expect(catalog.systems.map(\.system) == [.cpt])
            #expect(catalog.systems.first?.codeCount == 2)
        }
    }

    @Test("Health is told for the server and its services")
    func health() async throws {
        try await RunningService.run { client, service in
            let whole = try await client.health()
            #expect(whole == .serving)
            service.health.set(.notServing, for: "medcodes.v1.CodeCatalogService")
            let part = try await client.health(of: "medcodes.v1.CodeCatalogService")
            #expect(part == .notServing)
            let error = await failure { _ = try await client.health(of: "nobody") }
            #expect(error?.code == .notFound)
            #expect(error?.reason == "UNKNOWN_SERVICE")
            #expect(error?.absence == nil)
        }
    }

    @Test("A server that demands a certificate gets it")
    func mutual() async throws {
        let service = try await RunningService(Self.pages, demandsClientCertificate: true)
        var configuration = service.configuration
        let stranger = try MedCodesClient(configuration)
        let error = await failure { _ = try await stranger.catalog() }
        #expect(error?.problem == .certificateRequired)
        #expect(error?.isRetryable == false)
        await stranger.close()
        configuration.identity = service.clientIdentity
        let client = try MedCodesClient(configuration)
        #expect(try await client.catalog().systems.count == 1)
        await client.close()
        await service.shutDown()
    }

    @Test("A closed client refuses calls")
    func closed() async throws {
        try await RunningService.run { client, _ in
            await client.close()
            let error = await failure { _ = try await client.catalog() }
            #expect(error?.code == .cancelled)
            #expect(error?.isFromServer == false)
        }
    }
}

/// The error that the body throws; nil when it throws none.
func failure(_ body: () async throws -> Void) async -> MedCodesError? {
    do {
        try await body()
        return nil
    } catch let error as MedCodesError {
        return error
    } catch {
        Issue.record("\(error) is no MedCodesError")
        return nil
    }
}
