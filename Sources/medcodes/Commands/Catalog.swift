internal import ArgumentParser
internal import CommandLineSupport

/// Shows what the catalog holds.
struct Catalog: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Show what the catalog holds.",
        usage: "medcodes catalog [<options>]",
        discussion: """
            On a terminal the answer is a page with the revision, a table of the code systems and the licence notices; \
            elsewhere lines of tab-separated system, codes, headers, modifiers, procedures and releases.
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    func run(with client: some CatalogClient, on console: Console) async throws {
        let catalog = try await client.catalog()
        let terminal = console.outputTerminal
        if format.json {
            try console.print(json: catalog, isSingle: true)
        } else if terminal.isTerminal {
            try console.print(CatalogPage.lines(of: catalog, columns: terminal.columns))
        } else {
            try console.print(CatalogPage.table(of: catalog).tabSeparatedLines)
        }
    }
}
