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

            Examples:
              medcodes translate icd9pcs 47.01 icd10pcs
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @OptionGroup var code: KeyArguments
    @Argument(help: "The code system to translate to, or its FHIR URI.") var target: CodeSystem

    func run(with client: some CatalogClient, on console: Console) async throws {
        let translation = try await client.translation(of: try code.key, to: target, asOf: lookup.asOf)
        if format.json {
            try console.print(json: translation, isSingle: true)
        } else {
            let matches = translation.matches
            let isForPeople = console.isForPeople(format)
            try console.print(
                isForPeople ? TranslationTable.brief(matches) : TranslationTable.whole(matches), as: format)
        }
        if !translation.result { console.say(StyledText(translation.message)) }
    }
}
