internal import Access
internal import ArgumentParser
internal import CommandLineSupport

/// `medcodesd token list`.
struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Shows every token there is, good or not, without the secrets.")

    @OptionGroup var tokens: TokenFileOption

    func run() async throws {
        let console = Console.standard
        let table = Self.table(of: try TokenFile.read(try tokens.path()), now: UnixTime.now)
        try console.print(
            console.outputTerminal.isTerminal
                ? table.lines(width: console.outputTerminal.columns) : table.tabSeparatedLines)
    }

    /// The tokens as people read them, in the order of the file.
    static func table(of records: [TokenRecord], now: Int) -> Table {
        var table = Table(
            columns: [
                "id", "name", "role", "state", "created", "expires", "rate", "at once", "methods",
            ].map { Table.Column($0) })
        for record in records {
            let limits = record.grant.limits
            table.add(
                [
                    record.id, record.name, "\(record.grant.role)", "\(record.state(at: now))",
                    UnixTime.text(record.createdUnixSeconds),
                    record.expiresUnixSeconds.map { UnixTime.text($0) } ?? "never",
                    limits.rate.map { "\($0)" } ?? "", limits.concurrency.map { "\($0)" } ?? "",
                    record.grant.methods.map { $0.names.joined(separator: " ") } ?? "all",
                ].map { StyledText($0) })
        }
        return table
    }
}
