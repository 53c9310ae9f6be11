import Access
import CommandLineSupport
import Foundation
import RPCCore
import Testing

@testable import medcodesd

@Suite("The file of tokens")
struct TokenFileTests {
    private let now = 1_800_000_000

    @Test("Is read as it was written, and holds no secret")
    func roundTrip() throws {
        let file = try TemporaryFile()
        let token = AccessToken()
        let plain = record(token, name: "clinic-7")
        var other = record(AccessToken(), name: "loader@example", expires: now + 60, revoked: now)
        other.grant = Grant(
            role: .admin, methods: MethodList(["GetCode", "medcodes.v1.CodeCatalogAdminService/*"]),
            limits: CallLimits(rate: .calls(perSecond: 0.5, burst: 3), concurrency: .unlimited))
        try TokenFile.update(file.path, now: now) { $0 = [plain, other] }
        #expect(try TokenFile.read(file.path) == [plain, other])
        #expect(!file.text.contains(token.text.suffix(AccessToken.secretDigitCount)))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("Keeps its mode and stays behind its link")
    func replacing() throws {
        let (file, link) = (try TemporaryFile("{}"), try TemporaryFile())
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: file.path)
        try TokenFile.update(link.path, now: now) { $0.append(record(AccessToken())) }
        #expect(try TokenFile.read(file.path).count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test("Loses nothing to writers at the same time")
    func writers() async throws {
        let file = try TemporaryFile()
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<5 {
                        _ = try? TokenFile.update(file.path, now: now) {
                            $0.append(record(AccessToken(), name: "writer-\(writer)-\(number)"))
                        }
                    }
                }
            }
        }
        #expect(Set(try TokenFile.read(file.path).map(\.name)).count == 20)
    }

    @Test("Forgets what ended a year ago, and nothing else")
    func forgetting() throws {
        let file = try TemporaryFile()
        let day = 86_400
        let kept = [
            record(AccessToken(), name: "valid"), record(AccessToken(), name: "revoked", revoked: now - 364 * day),
            record(AccessToken(), name: "expired", expires: now - 365 * day),
        ]
        let gone = [
            record(AccessToken(), revoked: now - 366 * day), record(AccessToken(), expires: now - 366 * day),
        ]
        try TokenFile.update(file.path, now: now) { $0 = kept + gone }
        #expect(try TokenFile.read(file.path).map(\.name) == ["valid", "revoked", "expired"])
    }

    @Test(
        "Is refused with line and reason when it is malformed",
        arguments: [
            ("{ 'a': 1 }", ":1: 'a' cannot be that; write a group in braces"),
            ("{\n 'a': { name: 'n', sha256: '12' } }", ":2: sha256 cannot be '12'; write 64 hexadecimal digits"),
            ("{ 'a': { nam: 'n' } }", ":1: there is no setting 'nam'; did you mean 'name'?"),
            ("{ 'a': { name: 'n' } }", ":1: the token 'a' has no sha256; take the entry out and make a new token"),
            ("{ 'a': { name: \"o'n\" } }", ":1: name cannot be 'o'n'; write 1 to 64 letters, digits and '-._@:/'"),
            ("{ 'a': { name: 'n' }, 'a': {} }", ":1: 'a' stands twice; write a JSON5 object"),
            ("", ":1: a value is missing at the end; write a JSON5 object"),
        ])
    func malformed(text: String, said: String) throws {
        let file = try TemporaryFile(text)
        let error = #expect(throws: CommandFailure.self) { try TokenFile.read(file.path) }
        #expect(error?.description == file.path + said)
        if !text.isEmpty {
            #expect(throws: CommandFailure.self) { try TokenFile.update(file.path, now: now) { $0 = [] } }
            #expect(file.text == text)
        }
    }

    @Test("Is refused when others than its owner may write it, and when it is missing")
    func guarded() throws {
        let file = try TemporaryFile("{}")
        try FileManager.default.setAttributes([.posixPermissions: 0o620], ofItemAtPath: file.path)
        let error = #expect(throws: CommandFailure.self) { try TokenFile.read(file.path) }
        #expect(error?.description.contains("chmod go-w") == true)
        let missing = #expect(throws: CommandFailure.self) { try TokenFile.read(file.path + ".not") }
        #expect(missing?.remedy.contains("medcodesd token create") == true)
    }

    private func record(
        _ token: AccessToken, name: String = "app", expires: Int? = nil, revoked: Int? = nil
    ) -> TokenRecord {
        TokenRecord(
            id: token.id, name: name, digest: token.digest, grant: Grant(), createdUnixSeconds: now - 500 * 86_400,
            expiresUnixSeconds: expires, revokedUnixSeconds: revoked)
    }
}
