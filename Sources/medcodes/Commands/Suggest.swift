internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Completes what is being typed.
struct Suggest: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Complete what is being typed.",
        usage: "medcodes suggest [<options>] <prefix> …",
        discussion: """
            Each line is a different idea: a family of codes is one line with its size while more codes match than fit. \
            On a terminal the answer is a table; elsewhere lines of tab-separated size (0 for a single code), system, \
            code and descriptor; with --json one SuggestCodesResponse.
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "Only codes of this system; may be repeated.") var system: [CodeSystem] = []
    @Option(help: ArgumentHelp("How many lines, at most 50.", valueName: "count")) var limit = 10
    @Argument(help: "What was typed so far; the last word may be unfinished.") var prefix: [String]

    func validate() throws {
        if !(1...50).contains(limit) { throw ValidationError("Give --limit a number from 1 to 50.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        let suggestions = try await client.suggestions(
            for: prefix.joined(separator: " "), in: system, asOf: lookup.asOf, limit: limit)
        let terminal = console.outputTerminal
        if format.json {
            try console.print(json: suggestions, isSingle: true)
        } else if terminal.isTerminal {
            try console.print(SearchPage.lines(of: suggestions, columns: terminal.columns))
        } else {
            try console.print(SearchPage.rows(of: suggestions).tabSeparatedLines)
        }
    }
}
