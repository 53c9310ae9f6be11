internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Shows one code.
struct Get: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show one code.",
        usage: "medcodes get [<options>] <system> <code>",
        discussion: """
            On a terminal the full view is a page: title, facts, sections, policies, similar codes. A code that is not \
            valid on the day asked for is an error with exit status 69, which names the reason.

            Examples:
              medcodes get cpt 22849
              medcodes get icd10cm e119 --as-of 2025-12-14 --view basic
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "How much to show.") var view = ViewChoice.full
    @OptionGroup var code: KeyArguments

    func run(with client: some CatalogClient, on console: Console) async throws {
        let code = try await client.code(try code.key, asOf: lookup.asOf, view: view.view)
        try console.print(code, as: format)
    }
}

extension Console {
    /// Writes a code as its page, or in the form asked for.
    func print(_ code: Code, as format: FormatOptions) throws(OutputError) {
        if format.json {
            try print(json: code, isSingle: true)
        } else if format.csv {
            try print(CodeTable.of([.found(code)]), as: format)
        } else {
            try print(CodePage.lines(of: code, columns: outputTerminal.columns))
        }
    }
}
