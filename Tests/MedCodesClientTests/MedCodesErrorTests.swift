import CatalogModel
import RPCCore
import RPCServices
import Testing

@testable import MedCodesClient

@Suite("Errors of the client library", .timeLimit(.minutes(1)))
struct MedCodesErrorTests {
    @Test("Dates and successors of an absence come out of the details")
    func absence() throws {
        let details = StatusDetails(
            reason: "TERMINATED",
            metadata: ["effective": "2015-10-01", "terminated": "2024-10-01", "successors": "0SG0070,0SG00A0,?"])
        let key = CodeKey(system: .icd10PCS, canonical: "0SG0071")
        let error = MedCodesError(
            RPCError(
                .notFound, "gone", details: details.serialized(code: .notFound, message: "gone"), origin: .peer)
        ).about(key)
        #expect(
            error.absence
                == CodeAbsence(
                    key: key, reason: .terminated, effective: CalendarDate("2015-10-01"),
                    terminated: CalendarDate("2024-10-01"),
                    successors: [
                        CodeKey(system: .icd10PCS, canonical: "0SG0070"),
                        CodeKey(system: .icd10PCS, canonical: "0SG00A0"),
                    ]))
        #expect(error.description == "NOT_FOUND (TERMINATED): gone")
    }

    @Test("Wrong fields, waiting times and metadata come out too")
    func details() throws {
        let violation = StatusDetails.FieldViolation(field: "keys[3].code", description: "too long")
        let invalid = MedCodesError(
            RPCError(
                .invalidArgument, "wrong",
                details: StatusDetails(reason: "INVALID_ARGUMENT", attachment: .badRequest([violation]))))
        #expect(invalid.fieldViolations == [.init(field: "keys[3].code", description: "too long")])
        #expect(!invalid.isRetryable)
        var metadata = Metadata()
        try metadata.append("42", for: "medcodes-revision")
        try metadata.append("stale", for: "medcodes-cache")
        let busy = MedCodesError(
            RPCError(
                .resourceExhausted, "busy",
                details: StatusDetails(reason: "OVERLOADED", attachment: .retry(after: .seconds(2))),
                metadata: metadata))
        #expect(busy.isRetryable)
        #expect(busy.retryDelay == .seconds(2))
        #expect(busy.revision == Revision(rawValue: 42))
        #expect(busy.cacheOutcome == "stale")
    }

    @Test(
        "An answer that the server gave in need is not held",
        arguments: [("hit", 7), ("negative", 7), ("stale", nil)] as [(String, Int64?)])
    func heldRevision(outcome: String, revision: Int64?) throws {
        var metadata = Metadata()
        try metadata.append("7", for: "medcodes-revision")
        try metadata.append(outcome, for: "medcodes-cache")
        #expect(metadata.heldRevision?.rawValue == revision)
    }

    @Test("Details that cannot be read leave the status as it is")
    func unreadableDetails() {
        let error = MedCodesError(RPCError(.notFound, "gone", details: [0xFF, 1, 2], origin: .peer))
        #expect(error.reason.isEmpty)
        #expect(error.about(CodeKey(system: .cpt, canonical: "1")).absence == nil)
    }

    @Test(
        "A server that cannot be one is refused at once",
        arguments: ["", "localhost", "::1:7443", "localhost:0", "a:99999"])
    func server(text: String) async {
        let error = await failure { _ = try MedCodesClient(MedCodesConfiguration(server: text)) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.problem == .configuration)
        #expect(
            error?.message == "'\(text)' is no server; give HOST:PORT, such as localhost:7443 or [::1]:7443")
    }

    @Test("A missing authority file is named")
    func missingAuthority() async {
        var configuration = MedCodesConfiguration(server: "localhost:7443")
        configuration.trust = .authorityFile("/nowhere/ca.pem")
        let error = await failure { [configuration] in _ = try MedCodesClient(configuration) }
        #expect(error?.problem == .configuration)
        #expect(error?.message == "cannot read '/nowhere/ca.pem': No such file or directory")
    }

    @Test("A code that cannot be one is refused without a call")
    func impossibleCode() async throws {
        let client = try MedCodesClient(MedCodesConfiguration(server: "127.0.0.1:1"))
        let error = await failure { _ = try await client.code(.cpt, "22 849") }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "a CPT code has letters and digits only; check the code for stray characters")
        await client.close()
    }

    @Test("A connection that cannot be made names the problem")
    func refused() async throws {
        let client = try MedCodesClient(MedCodesConfiguration(server: "127.0.0.1:1"))
        let error = await failure { _ = try await client.catalog() }
        #expect(error?.code == .unavailable)
        #expect(error?.problem == .refused)
        #expect(error?.isRetryable == true)
        #expect(error?.message == "cannot connect to 127.0.0.1:1: Connection refused (4 attempts)")
        await client.close()
    }

    @Test("Without retries the first failure is the call's; of several servers each is named")
    func severalRefused() async throws {
        var configuration = MedCodesConfiguration(server: "127.0.0.1:1, 127.0.0.2:1")
        configuration.retries = nil
        let client = try MedCodesClient(configuration)
        let error = await failure { _ = try await client.catalog() }
        #expect(error?.problem == .refused)
        #expect(
            error?.message
                == "cannot connect to 127.0.0.1:1: Connection refused; nor to 127.0.0.2:1: Connection refused")
        await client.close()
    }

    @Test("A number of attempts that cannot be is a problem of the configuration")
    func impossibleAttempts() {
        var configuration = MedCodesConfiguration(server: "127.0.0.1:1")
        configuration.retries?.attemptCountMax = 1
        let error = #expect(throws: MedCodesError.self) { try MedCodesClient(configuration) }
        #expect(error?.problem == .configuration)
        #expect(
            error?.message
                == "service configuration: methodConfig[0].retryPolicy.maxAttempts: must be 2 or more, not 1")
    }
}
