internal import Access
internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport

/// `medcodesd token revoke`.
struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Takes tokens back: one by its id, or all that have a name.")

    @OptionGroup var tokens: TokenFileOption

    @Argument(help: ArgumentHelp("The id of a token, or a name.", valueName: "id|name"))
    var token: String

    func run() async throws {
        let path = try tokens.path()
        let revoked = try TokenFile.update(path) { records throws(CommandFailure) in
            try Self.revoke(token, in: &records, now: UnixTime.now)
        }
        for record in revoked { Console.standard.say(StyledText("token \(record.id) for \(record.name) is revoked")) }
    }

    /// Revokes what is valid among the tokens with this id or name.
    ///
    /// - Returns: What has been revoked.
    /// - Throws: ``CommandFailure`` when there is no such token, or none that could be revoked.
    static func revoke(
        _ token: String, in records: inout [TokenRecord], now: Int
    ) throws(CommandFailure) -> [TokenRecord] {
        let found = records.indices.filter { records[$0].id == token || records[$0].name == token }
        guard !found.isEmpty else {
            let nearest = Suggestion.nearest(to: token, among: records.flatMap { [$0.id, $0.name] })
            throw CommandFailure(
                .usage, "there is no token '\(token)'",
                remedy: nearest.map { "did you mean '\($0)'?" } ?? "'medcodesd token list' shows those there are")
        }
        let valid = found.filter { records[$0].state(at: now) == .valid }
        guard !valid.isEmpty else {
            throw CommandFailure(.failure, "'\(token)' is good for nothing already, so nothing was changed")
        }
        for index in valid { records[index].revokedUnixSeconds = now }
        return valid.map { records[$0] }
    }
}
