internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Lists the counterparts of a code in another system.
struct Translate: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "translate",
        abstract: "List the counterparts of a code in another system.",
        usage: "medcodes translate [<options>] <system> <code> <target>",
        discussion: """
            Where several codes together are one counterpart, take one code of each choice list of one scenario. On a \
            terminal the answer is a table; elsewhere lines of tab-separated system, code, relation, scenario, choice \
            list (0 where a code stands alone), descriptor, and the format, release and file of the crosswalk; with \
            --json one TranslateCodeResponse. No counterpart is a message that says why, and no line.
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @OptionGroup var code: KeyArguments
    @Argument(help: "The code system to translate to, or its FHIR URI.") var target: CodeSystem

    func run(with client: some CatalogClient, on console: Console) async throws {
        let translation = try await client.translation(of: try code.key, to: target, asOf: lookup.asOf)
        let terminal = console.outputTerminal
        if format.json {
            try console.print(json: translation, isSingle: true)
            return
        }
        if !terminal.isTerminal {
            try console.print(TranslationTable.whole(translation.matches).tabSeparatedLines)
        } else if !translation.matches.isEmpty {
            try console.print(TranslationTable.lines(of: translation.matches, columns: terminal.columns))
        }
        if !translation.result { console.say(StyledText(translation.message)) }
    }
}
