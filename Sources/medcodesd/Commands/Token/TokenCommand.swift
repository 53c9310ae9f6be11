internal import ArgumentParser

/// `medcodesd token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes, lists and takes back the tokens that let their holders call.",
        discussion: """
            A token is a secret that a client sends with each call ('medcodes --token-file F'). The \
            file that --tokens names holds what the server knows of each, without the secrets. A running server takes \
            a change within seconds, or at once on SIGHUP, for the next call on every connection.
            """,
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}
