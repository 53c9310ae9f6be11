import CommandLineSupport
import Foundation
import Testing

@testable import medcodes

@Suite struct ConnectionSettingsTests {
    /// A configuration folder with this file in it, for the time of the body.
    private static func with<Result>(_ text: String?, _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("medcodes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("medcodes"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if let text {
            try Data(text.utf8).write(to: folder.appendingPathComponent("medcodes/config.json5"))
        }
        return try body(folder.path)
    }

    private static let file = """
        {
          profile: "work",
          profiles: {
            work: { server: "work:1", ca: "work.pem", certificate: "~/c.pem", key: "/k.pem", timeout: "5s" },
            home: { server: "home:1" },
          },
        }
        """

    @Test("A flag beats the environment, which beats the profile, which beats the default")
    func precedence() throws {
        try Self.with(Self.file) { folder in
            let path = "\(folder)/medcodes/config.json5"
            func settings(_ flags: [String: String] = [:], _ environment: [String: String] = [:]) throws
                -> ConnectionSettings
            {
                let places = ["XDG_CONFIG_HOME": folder, "HOME": "/home/me"]
                return try ConnectionSettings(flags: flags, environment: environment.merging(places) { $1 })
            }
            let work = try settings()
            #expect(work.profile == .init(text: "work", origin: .file(place: "\(path):2")))
            #expect(work.server == .init(text: "work:1", origin: .file(place: "\(path):4")))
            #expect(work.ca?.text == "\(folder)/medcodes/work.pem")
            #expect(work.certificate?.text == "/home/me/c.pem")
            #expect(work.key?.text == "/k.pem")
            #expect(work.timeLimit == TimeLimit("5s"))

            let home = try settings([:], ["MEDCODES_PROFILE": "home", "MEDCODES_TIMEOUT": "1m", "MEDCODES_CA": ""])
            #expect(home.server.text == "home:1")
            #expect(home.ca == nil)
            #expect(home.timeout == .init(text: "1m", origin: .environment(variable: "MEDCODES_TIMEOUT")))

            let mixed = try settings(["profile": "home", "server": "other:2"], ["MEDCODES_SERVER": "no:1"])
            #expect(mixed.server == .init(text: "other:2", origin: .flag))
            #expect(mixed.timeout == .init(text: "10s", origin: .standard))
        }
    }

    @Test("Without a file there are defaults")
    func defaults() throws {
        try Self.with(nil) { folder in
            let settings = try ConnectionSettings(flags: [:], environment: ["XDG_CONFIG_HOME": folder])
            #expect(settings.server == .init(text: "127.0.0.1:7443", origin: .standard))
            #expect(settings.profile == nil && !settings.file.isThere)
        }
    }

    @Test(
        "What cannot be right is named with its place",
        arguments: [
            ("{ profles: {} }", [:], "PLACE:1: there is no setting 'profles'; did you mean 'profiles'?"),
            (
                "{ profiles: {\n a: { sever: 'x' } } }", [:],
                "PLACE:2: there is no setting 'sever'; did you mean 'server'?"
            ),
            (
                "{ profiles: { a: {}, b: {} } }", ["MEDCODES_PROFILE": "c"],
                "there is no profile 'c' (MEDCODES_PROFILE); use a, b"
            ),
            ("{ profile: 'c' }", [:], "there is no profile 'c' (PLACE:1); write it into PLACE"),
            (
                "{}", ["MEDCODES_TIMEOUT": "soon"],
                "timeout cannot be 'soon' (MEDCODES_TIMEOUT); write a duration such as 500ms, 10s or 2m"
            ),
            ("{}", ["MEDCODES_KEY": "k"], "key is given (MEDCODES_KEY) without certificate; give both, or neither"),
            (
                "{ profile: 'a', profiles: { a: { server: 'a:1', 'token-file': 't' } } }", ["MEDCODES_SERVER": "b:1"],
                "the token of profile 'a' is not for the server b:1 (MEDCODES_SERVER); "
                    + "give --token-file too, or another --profile"
            ),
            ("{ profiles: 3 }", [:], "PLACE:1: 'profiles' cannot be that; write a group in braces"),
        ] as [(String, [String: String], String)])
    func mistakes(text: String, environment: [String: String], message: String) throws {
        try Self.with(text) { folder in
            let expected = message.replacing("PLACE", with: "\(folder)/medcodes/config.json5")
            do throws(CommandFailure) {
                _ = try ConnectionSettings(
                    flags: [:], environment: environment.merging(["XDG_CONFIG_HOME": folder]) { $1 })
                Issue.record("no error where '\(expected)' was expected")
            } catch {
                #expect(error.description == expected)
                #expect(error.status == .usage)
            }
        }
    }

    @Test(
        "A key that everyone can read is refused",
        arguments: [(0o600, true), (0o640, true), (0o644, false), (0o602, false)])
    func permissions(mode: Int, isAccepted: Bool) throws {
        try Self.with("{}") { folder in
            let path = "\(folder)/medcodes/config.json5"
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(((try? SecretFile.check(path, "key")) != nil) == isAccepted)
            #expect(throws: Never.self) { try SecretFile.check("\(folder)/none", "key") }
        }
    }
}
