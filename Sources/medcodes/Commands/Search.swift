internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Finds codes by words or by part of a code.
struct Search: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find codes by words or by part of a code.",
        usage: "medcodes search [<options>] [<text> ...]",
        discussion: """
            The best codes come first. On a terminal the answer is a table, under what was read differently from how it \
            was typed; elsewhere lines of tab-separated score, system, code, descriptor and matched term; with --json \
            one SearchCodesResponse.

            Without a text, or with --interactive, codes are searched as you type: the arrows (or Ctrl-P and Ctrl-N) \
            choose, Enter opens the code's page, Esc leaves.

            Examples:
              medcodes search gallbladder removal
              medcodes search --system icd10cm --facet axis heart attack
              medcodes search '0DT*' --limit 100 --csv > resections.csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @OptionGroup(title: "Filters") var filter: FilterOptions
    @Option(help: ArgumentHelp("How many codes, at most 100.", valueName: "count")) var limit = 10
    @Option(
        help: ArgumentHelp(
            "Count all hits by this: system, kind, status, add-on, axis, setting or anesthesia; may be repeated.",
            valueName: "field"), completion: .list(Choice.names(of: FacetField.self)),
        transform: { try Choice.named($0, of: FacetField.self) })
    var facet: [FacetField] = []
    @Flag(help: "Show how each score came about.") var explain = false
    @Flag(help: "Search while typing, beginning with the text; where there is no terminal, search for it.")
    var interactive = false
    @Argument(help: "Words, a code, part of a code, a code with *; typed on the terminal when there is none.")
    var text: [String] = []

    func validate() throws {
        if !(1...100).contains(limit) { throw ValidationError("Give --limit a number from 1 to 100.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        if interactive || text.isEmpty, InteractiveTerminal.isAvailable(on: console) {
            try await pick(with: client, on: console)
            return
        }
        guard !text.isEmpty else {
            throw CommandFailure(.usage, "there is nothing to search for", remedy: "give words or a code")
        }
        let answer = try await client.search(request(for: text.joined(separator: " ")))
        if format.json {
            try console.print(json: answer, isSingle: true)
        } else if console.isForPeople(format) {
            try console.print(SearchPage.lines(of: answer, columns: console.outputTerminal.columns))
        } else {
            try console.print(SearchPage.rows(of: answer.page.elements), as: format)
        }
        if answer.page.elements.isEmpty { console.say("No code answers the query.") }
    }

    private func pick(with client: some CatalogClient, on console: Console) async throws {
        try await PickingSession.run(
            from: text.joined(separator: " "), on: console, as: format,
            open: { try await client.code($0, asOf: lookup.asOf, view: .full) },
            ask: { [self] text in
                let answer = try await client.search(request(for: text))
                return CodePicker.Answer(
                    hits: answer.page.elements, totalCount: answer.page.totalCount, corrected: answer.correctedQuery)
            })
    }

    private func request(for query: String) -> SearchCodesRequest {
        SearchCodesRequest(
            query: query, systems: filter.system, asOf: lookup.asOf, filters: filter.filters, facets: facet,
            explains: explain, pageSize: limit)
    }
}
