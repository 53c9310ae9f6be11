internal import ArgumentParser
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport

/// `medcodesd restore`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a catalog of a backup, once every page of it is known to be sound.",
        discussion: """
            Run it as the user the server runs as. A catalog that is there is replaced only with --replace, and never \
            while a server or an import uses it.
            """)

    @Option(help: ArgumentHelp("The file that 'medcodesd backup' made.", valueName: "file"))
    var from: String

    @Option(help: ArgumentHelp("The catalog to make, e.g. sqlite:catalog.sqlite.", valueName: "url"))
    var store: String

    @Flag(help: "Replaces a catalog that is there.")
    var replace = false

    @Flag(help: "Prints the result as JSON.")
    var json = false

    func run() async throws {
        let console = Console.standard
        let url = try StoreURL.required(store)
        let progress = BackupProgress(on: console)
        let backup = try await endingCommand { () throws(CatalogError) in
            defer { progress.clear() }
            return try CatalogBackup.restore(
                from: from, to: url.path, replacing: replace, progress: progress.show)
        }
        let report = BackupReportText(backup, file: from)
        try console.print([StyledText(json ? report.json : "\(report.contents), is restored to \(url)")])
    }
}
