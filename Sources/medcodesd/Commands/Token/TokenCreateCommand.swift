internal import Access
internal import ArgumentParser
internal import CommandLineSupport
internal import RPCCore

/// `medcodesd token create`.
struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a token, and prints it on standard output: the only time that it can be read.",
        discussion: """
            Several tokens may have the same name: they are one caller, with one set of limits. So a token is renewed \
            without a gap by making another, giving it out, and revoking the old one by its id.
            """)

    @OptionGroup var tokens: TokenFileOption

    @Option(help: ArgumentHelp("Whom it is for: \(TokenName.expected).", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("reader, or admin for who may change the catalog.", valueName: "role"))
    var role = "reader"

    @Option(
        help: ArgumentHelp("How long it is good: 90d, 12h, until the end of a day (UTC), or never.", valueName: "time"))
    var expires = "365d"

    @Option(
        help: ArgumentHelp(
            "A method it is good for, e.g. GetCode; may be repeated. (default: all that the role may)",
            valueName: "method"))
    var method: [String] = []

    @Option(
        help: ArgumentHelp(
            "Calls for each second, e.g. 50 or 50/200. (default: the server's)", valueName: "rate[/burst]"))
    var rateLimit: String?

    @Option(help: ArgumentHelp("Calls in progress at once. (default: the server's)", valueName: "number"))
    var concurrencyLimit: String?

    func run() async throws {
        let now = UnixTime.now
        let path = try tokens.path()
        let token = AccessToken()
        let record = try record(of: token, now: now)
        let count = try TokenFile.update(path, now: now) { records throws(CommandFailure) in
            records.append(record)
            return records.count
        }
        try Console.standard.print([StyledText(token.text)])
        let end = record.expiresUnixSeconds.map { "until \(UnixTime.text($0))" } ?? "for ever"
        Console.standard.say(
            StyledText(
                "token \(token.id) for \(record.name), \(record.grant.role), good \(end); it is shown this once. \(path) has \(count)"
            ))
    }

    private func record(of token: AccessToken, now: Int) throws(CommandFailure) -> TokenRecord {
        func read<Value>(
            _ flag: String, _ text: String, _ expected: String, _ value: Value?
        ) throws(CommandFailure) -> Value {
            if let value { return value }
            throw CommandFailure(.usage, "--\(flag) cannot be '\(text)'", remedy: "write \(expected)")
        }
        var grant = Grant(role: try read("role", role, "reader or admin", Caller.Role(rawValue: role)))
        if !method.isEmpty { grant.methods = try KnownMethods.list(method, place: "--method") }
        if let rateLimit {
            grant.limits.rate = try read(
                "rate-limit", rateLimit, ServeDefinitions.rateExpected, RateLimit(rateLimit))
        }
        if let concurrencyLimit {
            grant.limits.concurrency = try read(
                "concurrency-limit", concurrencyLimit, ServeDefinitions.concurrencyExpected,
                ConcurrencyLimit(concurrencyLimit))
        }
        let end = try read(
            "expires", expires, "a time to come, e.g. 90d, 12h or 2027-12-31, or never",
            TokenEnd(expires, now: now))
        return TokenRecord(
            id: token.id, name: try read("name", name, TokenName.expected, TokenName.read(name)),
            digest: token.digest, grant: grant, createdUnixSeconds: now, expiresUnixSeconds: end.unixSeconds)
    }
}
