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
            (["--client-ca", ""], "client-ca cannot be '' (flag); write a file"),
            (["--admin-listen", "7480"], "admin-listen cannot be '7480' (flag); write HOST:PORT, e.g. 127.0.0.1:7480"),
            (["--anonymous", "all"], "anonymous cannot be 'all' (flag); write readers or none"),
            (
                ["--rate-limit", "0"],
                "rate-limit cannot be '0' (flag); write calls for each second and, if more may come at once, a burst, "
                    + "e.g. 50 or 50/200; or none"
            ),
            (
                ["--identities", "i"],
                "identities is given without client-ca, so no client shows a certificate; name the authority of the "
                    + "clients' certificates with --client-ca"
            ),
            (["--config", "/no/such.json5"], "there is no configuration file /no/such.json5; write its path anew"),
        ])
    func refused(flags: [String], said: String) {
        #expect(failure { () throws(CommandFailure) in _ = try settings(flags) } == said)
    }

    @Test(
        "Serves nobody whom it cannot tell from strangers, but readers on loopback",
        arguments: [
            ([], true, false), (["--listen", "localhost:1"], true, false), (["--listen", "[::1]:1"], true, false),
            (["--listen", "127.8.8.8:1"], true, false), (["--client-ca", "c"], false, true),
            (["--tokens", "t"], false, false), (["--client-ca", "c", "--tokens", "t"], false, false),
            (["--listen", "0.0.0.0:1", "--client-ca", "c"], false, true),
            (["--listen", "[::]:1", "--tokens", "t"], false, false),
            (["--anonymous", "readers", "--client-ca", "c"], true, false),
            (["--anonymous", "none", "--client-ca", "c"], false, true),
        ] as [([String], Bool, Bool)])
    func anonymous(flags: [String], mayRead: Bool, demandsCertificate: Bool) throws {
        let settings = try settings(flags)
        #expect(settings.anonymousMayRead == mayRead)
        #expect(settings.demandsClientCertificate == demandsCertificate)
    }

    @Test(
        "Refuses to serve strangers and to serve nobody, and says what to do",
        arguments: [
            (
                ["--listen", "0.0.0.0:1"],
                "0.0.0.0:1 is an address that other machines reach, and nothing tells who calls"
            ),
            (["--listen", "127.0.0.1.example:1"], "127.0.0.1.example:1 is an address that other machines reach"),
            (["--anonymous", "none"], "anonymous is none (flag) and nothing tells who calls, so nobody may call"),
            (
                ["--listen", "[::]:1", "--anonymous", "readers", "--tokens", "t"],
                "anonymous is readers, and [::]:1 is an address that other machines reach"
            ),
        ])
    func strangers(flags: [String], said: String) throws {
        let text = try #require(failure { () throws(CommandFailure) in _ = try settings(flags) })
        #expect(text.hasPrefix(said) && text.contains("; "))
    }

    @Test("Reading anew keeps everything when what hangs on the settings cannot be had")
    func adopting() throws {
        let file = try TemporaryFile("{ 'rate-limit': 5 }")
        let live = LiveSettings(try settings(["--config", file.path])) { () throws(CommandFailure) in
            try settings(["--config", file.path])
        }
        try file.write("{ 'rate-limit': '7/9', 'call-limit': 3 }")
        let said = failure { () throws(CommandFailure) in
            _ = try live.reload { settings throws(CommandFailure) in
                #expect(settings.rateLimit.text == "7/9" && settings.callLimit.value == 20_000)
                throw CommandFailure(.failure, "no")
            }
        }
        #expect(said == "no")
        #expect(live.settings.rateLimit.text == "5")
        #expect(try live.reload().applied == ["rate-limit is now 7/9 (\(file.path):1)"])
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
