import ArgumentParser
import CommandLineSupport
import Foundation
import Testing

@testable import medcodesd

@Suite("The server's settings")
struct ServeSettingsTests {
    @Test("A flag beats the environment, which beats the file, which beats the default")
    func precedence() throws {
        let file = try TemporaryFile("{\n 'call-limit': 3, 'cache-size': '3MiB',\n listen: 'localhost:3',\n}")
        let environment = [
            "MEDCODES_CONFIG": file.path, "MEDCODES_CALL_LIMIT": "2", "MEDCODES_CACHE_SIZE": "2MiB", "HOME": "/home/a",
        ]
        let settings = try settings(["--call-limit", "1"], environment)
        #expect(settings.callLimit.value == 1)
        #expect(settings.callLimit.origin == .flag)
        #expect(settings.cacheSize.value.byteCount == 2 << 20)
        #expect(settings.cacheSize.origin == .environment(variable: "MEDCODES_CACHE_SIZE"))
        #expect(settings.listen.text == "localhost:3")
        #expect(settings.listen.origin == .file(place: "\(file.path):3"))
        #expect(settings.store.origin == .standard)
        #expect(settings.usesStarterCatalog)
        #expect(settings.lines.map(\.name).count == Set(settings.lines.map(\.name)).count)
    }

    @Test("Lists stand in repeated flags, between commas in the environment, and in lists of the file")
    func lists() throws {
        let file = try TemporaryFile("{ 'admin-identity': ['CN=a,O=b', 'c'], 'client-ca': 'ca.pem' }")
        let expected: Set = ["CN=a,O=b", "c"]
        let flags = ["--admin-identity", "CN=a,O=b", "--admin-identity", "c", "--client-ca", "ca.pem"]
        #expect(try settings(flags).adminIdentities.value == expected)
        #expect(try settings(["--config", file.path]).adminIdentities.value == expected)
        let environment = ["MEDCODES_ADMIN_IDENTITY": "a,c", "MEDCODES_CLIENT_CA": "ca.pem", "HOME": "/"]
        #expect(try settings([], environment).adminIdentities.value == ["a", "c"])
    }

    @Test(
        "Refuses what is unknown or impossible, and says who set it and what to write",
        arguments: [
            (["--call-limit", "0"], "call-limit cannot be '0' (flag); write a number from 1 to 1000000"),
            (["--tls-key", "k"], "tls-key is given without tls-certificate; give both, with --tls-certificate"),
            (
                ["--admin-identity", "a"],
                "admin-identity is given without client-ca, so no client shows a certificate; name the authority of the "
                    + "administrators' certificates with --client-ca"
            ),
            (["--config", "/no/such.json5"], "there is no configuration file /no/such.json5; write its path anew"),
        ])
    func refused(flags: [String], said: String) {
        #expect(failure { () throws(CommandFailure) in _ = try settings(flags) } == said)
    }

    @Test("Refuses a slip in a variable's name, and leaves other people's variables alone")
    func variables() throws {
        let slip = ["MEDCODES_CALL_LIMITS": "3", "HOME": "/"]
        #expect(
            failure { () throws(CommandFailure) in _ = try settings([], slip) }
                == "there is no setting for the variable MEDCODES_CALL_LIMITS; did you mean MEDCODES_CALL_LIMIT?")
        let others = [
            "MEDCODES_SERVICE_HOST": "10.0.0.1", "MEDCODES_PORT": "tcp://10.0.0.1:7443", "MEDCODES_PORT_7443_TCP": "x",
            "MEDCODES_SERVER": "a:1", "MEDCODES_STATE_DIRECTORY": "/var/lib/medcodes", "HOME": "/",
        ]
        #expect(try settings([], others).stateDirectory.path == "/var/lib/medcodes")
    }

    @Test("Refuses what it does not know in the file, with the line and the nearest name")
    func file() throws {
        let file = try TemporaryFile("{\n  // how many\n  'cal-limit': 3,\n}")
        #expect(
            failure { () throws(CommandFailure) in _ = try settings(["--config", file.path]) }
                == "\(file.path):3: there is no setting 'cal-limit'; did you mean 'call-limit'?")
    }

    @Test("Reading anew changes what can change, and nothing when something is wrong")
    func reloading() throws {
        let file = try TemporaryFile("{ 'admin-identity': 'a', 'client-ca': 'ca.pem' }")
        let read: @Sendable () throws(CommandFailure) -> ServeSettings = { () throws(CommandFailure) in
            try settings(["--config", file.path])
        }
        let live = LiveSettings(try read(), read: read)
        try file.write("{ 'admin-identity': ['a', 'b'], 'client-ca': 'other.pem' }")
        let change = try live.reload()
        #expect(change.applied == ["admin-identity is now a,b (\(file.path):1)"])
        #expect(change.waiting == ["client-ca is now other.pem (\(file.path):1)"])
        #expect(live.settings.adminIdentities.value == ["a", "b"])
        #expect(live.settings.clientCA.value == "ca.pem")
        try file.write("{ 'admin-identity': ['c'], 'client-ca': 'ca.pem', 'call-limit': -1 }")
        #expect(failure { () throws(CommandFailure) in _ = try live.reload() } != nil)
        #expect(live.settings.adminIdentities.value == ["a", "b"])
    }

    private func failure(_ body: () throws(CommandFailure) -> Void) -> String? {
        do { try body() } catch { return error.description }
        return nil
    }
}

@Sendable private func settings(
    _ flags: [String], _ environment: [String: String] = ["HOME": "/home/a"]
) throws(CommandFailure) -> ServeSettings {
    guard let options = try? ServeOptions.parse(flags) else { throw CommandFailure(.usage, "flags") }
    return try ServeSettings(options, environment: environment)
}

/// A file that goes when nobody holds it any more.
private final class TemporaryFile: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/medcodesd-tests-\(UUID().uuidString).json5"

    init(_ text: String) throws { try write(text) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
}
