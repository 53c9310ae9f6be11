import Access
import Testing

@Suite("Tokens")
struct AccessTokenTests {
    @Test("Have a form that scanners find, and are all different")
    func form() {
        let tokens = (0..<100).map { _ in AccessToken() }
        #expect(tokens.allSatisfy { $0.text.wholeMatch(of: /medcodes_[0-9a-f]{12}_[0-9a-f]{64}/) != nil })
        #expect(tokens.allSatisfy { $0.text.utf8.count == AccessToken.byteCount })
        #expect(tokens.allSatisfy { $0.text.hasPrefix("medcodes_\($0.id)_") })
        #expect(Set(tokens.map(\.text)).count == tokens.count)
        // Of 6,400 random digits every one stands at some place; a digit that is missing has a chance of 1 in 10^179.
        #expect(Set(tokens.flatMap { $0.text.suffix(AccessToken.secretDigitCount) }).count == 16)
    }

    @Test("Do not show their secret when printed")
    func printing() {
        let token = AccessToken()
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] {
            #expect(!text.contains(token.text.suffix(AccessToken.secretDigitCount)))
        }
    }

    @Test("Are valid until the second in which they end")
    func states() {
        let token = AccessToken()
        var record = TokenRecord(
            id: token.id, name: "a", digest: token.digest, grant: Grant(), createdUnixSeconds: 0, expiresUnixSeconds: 10
        )
        #expect(record.state(at: 9) == .valid)
        #expect(record.state(at: 10) == .expired)
        record.revokedUnixSeconds = 3
        #expect(record.state(at: 1) == .revoked)
        record.revokedUnixSeconds = nil
        record.expiresUnixSeconds = nil
        #expect(record.state(at: .max - 1) == .valid)
    }
}
