internal import ArgumentParser
internal import CommandLineSupport
internal import Foundation

/// Shows the settings of the connection and where they come from.
struct ShowConfiguration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the connection's settings, and where each comes from.",
        usage: "medcodes config [<options>]",
        discussion: """
            A flag beats the environment (MEDCODES_SERVER, MEDCODES_CA, MEDCODES_CERTIFICATE, MEDCODES_KEY, \
            MEDCODES_TOKEN_FILE, MEDCODES_TIMEOUT, MEDCODES_PROFILE), which beats a profile, which beats the default. A \
            profile's token is shown to the profile's own server only. Profiles stand in \
            $XDG_CONFIG_HOME/medcodes/config.json5, or ~/.config/medcodes/config.json5; their settings are named as the \
            flags are, and paths begin at the file's folder:

              {
                profile: "work",  // used unless another is named
                profiles: {
                  work: {
                    server: "codes.example.org:7443", ca: "work-ca.pem",
                    "token-file": "work.token", timeout: "5s",
                  },
                },
              }

            On a terminal the answer is a table; elsewhere lines of tab-separated setting, value and origin; with --json \
            one object. Nothing is sent.

            Examples:
              medcodes config --profile work
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    func run() async throws { try run(on: .standard, environment: ProcessInfo.processInfo.environment) }

    /// Writes the settings under this environment.
    func run(on console: Console, environment: [String: String]) throws {
        let settings = try ConnectionSettings(flags: connection.flags, environment: environment)
        let rows = settings.rows
        if format.json {
            let object = Dictionary(
                uniqueKeysWithValues: rows.map { ($0.name, ["value": $0.text, "from": $0.origin]) })
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if console.outputTerminal.isTerminal { encoder.outputFormatting.insert(.prettyPrinted) }
            try console.print(json: String(decoding: try encoder.encode(object), as: UTF8.self))
        } else {
            var table = Table(columns: [.init("SETTING"), .init("VALUE"), .init("FROM")])
            for row in rows { table.add([row.name, row.text, row.origin].map { StyledText($0) }) }
            try console.print(table, as: format)
        }
    }
}

extension ConnectionSettings {
    /// Each setting as name, value for people, and origin; the file first.
    fileprivate var rows: [(name: String, text: String, origin: String)] {
        func row(_ name: String, _ value: Value?, none: String) -> (String, String, String) {
            (name, value?.text ?? none, "\(value?.origin ?? .standard)")
        }
        let developmentCA = "the development CA of the state directory"
        return [
            ("file", file.path, file.isThere ? "read" : "not there"),
            row("profile", profile, none: "none"), row("server", server, none: ""),
            row("ca", ca, none: developmentCA), row("certificate", certificate, none: "none"),
            row("key", key, none: "none"), row("token-file", tokenFile, none: "none"),
            row("timeout", timeout, none: ""),
        ]
    }
}
