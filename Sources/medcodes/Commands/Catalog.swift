internal import ArgumentParser
internal import CommandLineSupport

/// Shows what the catalog holds.
struct Catalog: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Show what the catalog holds.",
        usage: "medcodes catalog [<options>]",
        discussion: """
            On a terminal the answer is a page with the revision, a table of the code systems, one of the loaded editions \
            of edits, policies and other facts, and the licence notices. Elsewhere it is lines of tab-separated system, \
            codes, headers, modifiers, procedures and releases; with --editions of format, part, kind, facts, codes they \
            name that are not loaded, first day in force, first day no longer in force, and name.

            Examples:
              medcodes catalog
              medcodes catalog --editions --csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    @Flag(help: "Elsewhere than on a terminal, list editions instead of code systems.") var editions = false

    func run(with client: some CatalogClient, on console: Console) async throws {
        let catalog = try await client.catalog()
        if format.json {
            try console.print(json: catalog, isSingle: true)
        } else if console.isForPeople(format) {
            try console.print(CatalogPage.lines(of: catalog, columns: console.outputTerminal.columns))
        } else {
            try console.print(editions ? CatalogPage.editions(of: catalog) : CatalogPage.table(of: catalog), as: format)
        }
    }
}
