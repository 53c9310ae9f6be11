internal import ArgumentParser
internal import CommandLineSupport
internal import Foundation

/// The file that all commands about tokens work on.
struct TokenFileOption: ParsableArguments {
    @Option(
        name: .customLong("tokens"),
        help: ArgumentHelp(
            "The file of tokens that the setting of this name tells the server. (or $MEDCODES_TOKENS)",
            valueName: "file"))
    var file: String?

    /// The path that the flag or the environment names.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` when neither does.
    func path(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(CommandFailure) -> String {
        if let path = file ?? environment["MEDCODES_TOKENS"], !path.isEmpty { return path }
        throw CommandFailure(
            .usage, "no file of tokens is named",
            remedy: "name it with --tokens, e.g. --tokens /etc/medcodes/tokens.json5")
    }
}
