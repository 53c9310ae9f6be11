import Access
import ArgumentParser
import CommandLineSupport
import RPCCore
import Testing

@testable import medcodesd

@Suite("Commands about tokens")
struct TokenCommandTests {
    private let now = 1_800_000_000  // 2027-01-15T08:00:00Z

    @Test(
        "The end of a token is read as people write it",
        arguments: [
            ("90d", 1_807_776_000), ("12h", 1_800_043_200), ("never", nil), ("2027-01-15", 1_800_057_600),
            ("36500d", 4_953_600_000),
        ] as [(String, Int?)])
    func ends(text: String, expected: Int?) throws {
        #expect(try #require(TokenEnd(text, now: now)).unixSeconds == expected)
    }

    @Test(
        "What is no end to come is refused",
        arguments: ["", "d", "0d", "-1d", "90", "90m", "2027-01-14", "2027-02-30", "36501d", "99999999999999999999d"])
    func noEnds(text: String) { #expect(TokenEnd(text, now: now) == nil) }

    @Test("Revoking takes an id, or a name with all its tokens, and leaves others alone")
    func revoking() throws {
        var records = ["a", "a", "b"].map { record($0) }
        records[1].expiresUnixSeconds = now
        let ended = records[1]
        #expect(try TokenRevokeCommand.revoke(records[2].id, in: &records, now: now).map(\.name) == ["b"])
        #expect(records.map { $0.state(at: now) } == [.valid, .expired, .revoked])
        #expect(try TokenRevokeCommand.revoke("a", in: &records, now: now).count == 1)
        #expect(records[1] == ended)
        let again = #expect(throws: CommandFailure.self) { try TokenRevokeCommand.revoke("a", in: &records, now: now) }
        #expect(again?.status == .failure)
        var few = [record("clinic-7")]
        let slip = #expect(throws: CommandFailure.self) {
            try TokenRevokeCommand.revoke("clinc-7", in: &few, now: now)
        }
        #expect(slip?.description == "there is no token 'clinc-7'; did you mean 'clinic-7'?")
        #expect(few[0].state(at: now) == .valid)
    }

    @Test("Lists show everything but the secret")
    func listing() {
        var token = record("clinic-7")
        token.grant = Grant(methods: MethodList(["GetCode"]), limits: CallLimits(rate: .calls(perSecond: 5, burst: 9)))
        token.expiresUnixSeconds = now
        let lines = TokenListCommand.table(of: [token], now: now).tabSeparatedLines.map { $0.rendered(inColor: false) }
        #expect(
            lines == [
                "\(token.id)\tclinic-7\treader\texpired\t1970-01-01T00:00:00Z\t2027-01-15T08:00:00Z\t5/9\t\tGetCode"
            ])
    }

    private func record(_ name: String) -> TokenRecord {
        let token = AccessToken()
        return TokenRecord(id: token.id, name: name, digest: token.digest, grant: Grant(), createdUnixSeconds: 0)
    }
}
