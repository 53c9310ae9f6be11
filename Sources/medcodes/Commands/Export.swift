internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport
internal import MedCodesClient

/// Writes all codes that match.
struct Export: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all codes that match, one per line.",
        usage: "medcodes export [<options>]",
        discussion: """
            The lines are Code messages in proto3 JSON; with --csv system, code, kind, effective and terminated day, \
            release and descriptor. They are ordered by system, code and effective date, all of one revision \
            of the catalog. There may be any number of them. An export whose connection is lost goes on by itself where \
            it was; when the catalog has changed meanwhile it ends with exit status 74.

            Examples:
              medcodes export --system icd10pcs > codes.jsonl
              medcodes export --system icd10cm --prefix E11 --csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "Only codes of this system; may be repeated.") var system: [CodeSystem] = []
    @Flag(help: "Every period of every code, instead of those valid on one day.") var allPeriods = false
    @Option(help: "Only codes of this kind; may be repeated.") var kind: [CodeKind] = []
    @Option(help: ArgumentHelp("Only codes that start with this.", valueName: "text")) var prefix = ""
    @Option(help: "How much to write of each code.") var view = ViewChoice.basic

    func validate() throws {
        if allPeriods, lookup.asOf != nil { throw ValidationError("Give --as-of or --all-periods, not both.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        let progress = ProgressLine(on: console)
        defer { progress.clear() }
        var count = 0
        let request = StreamCodesRequest(
            systems: system, days: allPeriods ? .all : .on(lookup.asOf), kinds: kind, codePrefix: prefix,
            view: view.view)
        try await client.export(request) { exported in
            if format.csv {
                try console.print(CodeTable.periods([exported.code]), as: format, isContinued: count > 0)
            } else {
                try console.print(json: exported.codeJSON())
            }
            count += 1
            if !console.outputTerminal.isTerminal, count.isMultiple(of: 1_000) { progress.show("\(count) codes") }
        }
        if count == 0 { console.say("No code matches.") }
    }
}
