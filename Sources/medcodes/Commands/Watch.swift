internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport
internal import MedCodesClient

/// Tells of every change of the catalog.
struct Watch: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Tell of every change of the catalog.",
        usage: "medcodes watch [<options>]",
        discussion: """
            Writes a line for each revision as it is committed, first for the current one, until it is interrupted: revision, time and what \
            changed, with tabs between them; with --json one WatchCatalogResponse. A watch whose connection is lost goes \
            on by itself, and tells each revision once.

            Examples:
              medcodes watch
              medcodes watch --json --after 41
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "Only changes in this system; may be repeated.") var system: [CodeSystem] = []
    @Option(
        help: ArgumentHelp("Begin behind this revision, instead of with the current one.", valueName: "revision"))
    var after: Int64?

    func validate() throws {
        if let after, after < 1 { throw ValidationError("Give --after a revision, which is 1 or more.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        var isContinued = false
        try await client.watch(after: after.map(Revision.init(rawValue:)), systems: system) { revision in
            let row = RevisionLine.of(revision)
            if format.json {
                try console.print(json: revision, isSingle: false)
            } else if format.csv {
                try console.print(row, as: format, isContinued: isContinued)
            } else {
                try console.print(row.tabSeparatedLines)
            }
            isContinued = true
        }
    }
}
