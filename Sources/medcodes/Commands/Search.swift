internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Finds codes by words or by part of a code.
struct Search: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find codes by words or by part of a code.",
        usage: "medcodes search [<options>] <text> …",
        discussion: """
            The best codes come first. On a terminal the answer is a table, under what was read differently from how it \
            was typed; elsewhere lines of tab-separated score, system, code, descriptor and matched term; with --json \
            one SearchCodesResponse.
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @OptionGroup(title: "Filters") var filter: FilterOptions
    @Option(help: ArgumentHelp("How many codes, at most 100.", valueName: "count")) var limit = 10
    @Option(
        help: ArgumentHelp(
            "Count all hits by this: system, kind, status, add-on, axis, setting or anesthesia; may be repeated.",
            valueName: "field"),
        transform: { try Choice.named($0, of: FacetField.self) })
    var facet: [FacetField] = []
    @Flag(help: "Show how each score came about.") var explain = false
    @Argument(help: "Words, a code, part of a code, a code with *.") var text: [String]

    func validate() throws {
        if !(1...100).contains(limit) { throw ValidationError("Give --limit a number from 1 to 100.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        let answer = try await client.search(
            SearchCodesRequest(
                query: text.joined(separator: " "), systems: filter.system, asOf: lookup.asOf, filters: filter.filters,
                facets: facet, explains: explain, pageSize: limit))
        if format.json {
            try console.print(json: answer, isSingle: true)
        } else if console.outputTerminal.isTerminal {
            try console.print(SearchPage.lines(of: answer, columns: console.outputTerminal.columns))
        } else {
            try console.print(SearchPage.rows(of: answer.page.elements).tabSeparatedLines)
        }
    }
}
