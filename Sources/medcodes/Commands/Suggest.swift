internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Completes what is being typed.
struct Suggest: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Complete what is being typed.",
        usage: "medcodes suggest [<options>] [<prefix> ...]",
        discussion: """
            Each line is a different idea: a family of codes is one line with its size while more codes match than fit. \
            On a terminal the answer is a table; elsewhere lines of tab-separated size (0 for a single code), system, \
            code and descriptor; with --json one SuggestCodesResponse.

            Without a prefix, or with --watch, suggestions follow what you type: the arrows (or Ctrl-P and Ctrl-N) \
            choose, Enter opens a family or the code's page, Esc leaves.

            Examples:
              medcodes suggest gallb
              medcodes suggest --watch --system icd10pcs
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "Only codes of this system; may be repeated.") var system: [CodeSystem] = []
    @Option(help: ArgumentHelp("How many lines, at most 50.", valueName: "count")) var limit = 10
    @Flag(help: "Suggest while typing, beginning with the prefix; where there is no terminal, complete it.")
    var watch = false
    @Argument(help: "What was typed so far; the last word may be unfinished. Typed on the terminal when there is none.")
    var prefix: [String] = []

    func validate() throws {
        if !(1...50).contains(limit) { throw ValidationError("Give --limit a number from 1 to 50.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        if watch || prefix.isEmpty, InteractiveTerminal.isAvailable(on: console) {
            try await pick(with: client, on: console)
            return
        }
        guard !prefix.isEmpty else {
            throw CommandFailure(.usage, "there is nothing to complete", remedy: "give what was typed so far")
        }
        let suggestions = try await client.suggestions(
            for: prefix.joined(separator: " "), in: system, asOf: lookup.asOf, limit: limit)
        if format.json {
            try console.print(json: suggestions, isSingle: true)
        } else if console.isForPeople(format) {
            try console.print(SearchPage.lines(of: suggestions, columns: console.outputTerminal.columns))
        } else {
            try console.print(SearchPage.rows(of: suggestions), as: format)
        }
        if suggestions.hits.isEmpty { console.say("No code begins so.") }
    }

    private func pick(with client: some CatalogClient, on console: Console) async throws {
        try await PickingSession.run(
            from: prefix.joined(separator: " "), on: console, as: format,
            open: { try await client.code($0, asOf: lookup.asOf, view: .full) },
            ask: { [self] text in
                let suggestions = try await client.suggestions(
                    for: text, in: system, asOf: lookup.asOf, limit: limit)
                return CodePicker.Answer(
                    hits: suggestions.hits, totalCount: suggestions.totalCount, corrected: suggestions.correctedPrefix)
            })
    }
}
