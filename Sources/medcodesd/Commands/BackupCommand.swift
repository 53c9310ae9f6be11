internal import ArgumentParser
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport
internal import Foundation

/// `medcodesd backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies a catalog into one file, while it is served if you like; or verifies such a file.",
        discussion: """
            The backup is the catalog as one revision left it. Before the file gets its name it is compared with the \
            digests that every row of the catalog carries, and gets a digest of each of its pages, by which 'backup \
            --verify' and 'restore' find a single flipped bit. Nothing is ever overwritten.
            """)

    @Option(help: ArgumentHelp("The catalog, e.g. sqlite:catalog.sqlite.", valueName: "url"))
    var store: String?

    @Option(help: ArgumentHelp("The file to make.", valueName: "file"))
    var to: String?

    @Option(help: ArgumentHelp("Compares each page of a backup with its digest, and makes none.", valueName: "file"))
    var verify: String?

    @Flag(help: "Prints the result as JSON.")
    var json = false

    func validate() throws {
        guard verify == nil ? store != nil && to != nil : store == nil && to == nil else {
            throw ValidationError("give --store and --to to make a backup, or --verify alone")
        }
    }

    func run() async throws {
        let console = Console.standard
        let source = try store.map { (text) throws(CommandFailure) in try StoreURL.required(text) }
        let progress = BackupProgress(on: console)
        let file = to ?? verify ?? ""
        let backup = try await endingCommand { () throws(CatalogError) in
            defer { progress.clear() }
            guard let source else { return try CatalogBackup.verify(file, progress: progress.show) }
            return try CatalogBackup.make(
                of: source.path, at: file, now: Int64(Date().timeIntervalSince1970), progress: progress.show)
        }
        let report = BackupReportText(backup, file: file)
        let words = source.map { "\(report.contents), is a backup of \($0)" } ?? "\(report.contents), is sound"
        try console.print([StyledText(json ? report.json : words)])
    }
}
