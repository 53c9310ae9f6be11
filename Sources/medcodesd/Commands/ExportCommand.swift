internal import ArgumentParser
internal import CatalogImport
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport

/// `medcodesd export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes everything a catalog holds to standard output, as JSON lines.",
        discussion: "The lines can be imported again without loss, with --format jsonl.")

    @Option(help: ArgumentHelp("The catalog, e.g. sqlite:catalog.sqlite.", valueName: "url"))
    var store: String

    func run() async throws {
        let console = Console.standard
        let url = try StoreURL.required(store)
        let (recordCount, revision) = try await endingCommand { () throws(CatalogError) in
            let store = try SQLiteCodeStore(path: url.path)
            let written = try await JSONLinesExport(store: store).run { piece throws(CatalogError) in
                do throws(OutputError) {
                    try console.output.write(String(decoding: piece, as: UTF8.self))
                } catch {
                    throw CatalogError(.unavailable, "standard output cannot be written: \(error)")
                }
            }
            try await store.close()
            return written
        }
        console.say(StyledText("\(recordCount) records of revision \(revision.rawValue)"))
    }
}
