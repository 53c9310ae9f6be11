internal import ArgumentParser
internal import CatalogImport
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport

/// `medcodesd import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Imports files into a catalog: all of them, or nothing.",
        discussion: """
            The files are checked whole before anything changes, in one transaction; importing them again changes \
            nothing. The catalog may be served meanwhile: readers see the old revision until the new one is whole.

            Formats:
            \(Self.formats)
            """)

    @Option(help: ArgumentHelp("The catalog, e.g. sqlite:catalog.sqlite; a new one is made.", valueName: "url"))
    var store: String

    @Option(help: ArgumentHelp("What the files are; see above.", valueName: "name"))
    var format: String

    @Option(
        help: ArgumentHelp(
            "The code system of a single page: cpt, hcpcs, icd10pcs, icd10cm, icd9pcs.", valueName: "system"))
    var system: String?

    @Option(help: ArgumentHelp("The code a single page describes.", valueName: "code"))
    var code: String?

    @Option(
        help: ArgumentHelp("The file that names the code of each page: file<TAB>system<TAB>code.", valueName: "file"))
    var index: String?

    @Option(help: ArgumentHelp("The release the files are, e.g. FY2025.", valueName: "label"))
    var release: String?

    @Option(help: ArgumentHelp("The first day on which the release is in force.", valueName: "yyyy-mm-dd"))
    var effective: String?

    @Option(
        help: ArgumentHelp(
            "Whose edits the files hold: practitioner, outpatient-hospital, dme-supplier.", valueName: "setting"))
    var setting: String?

    @Flag(help: "Checks and reports, and changes nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("How many malformed rows to leave out before the import fails.", valueName: "count"))
    var maxRejects = 0

    @Flag(help: "Prints the report as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The files, gzip or plain.", valueName: "file"))
    var files: [String] = []

    func run() async throws {
        let console = Console.standard
        let request = try importRequest()
        let url = try StoreURL.required(store)
        let progress = ImportProgress(on: console)
        let report = try await endingCommand { () throws(CatalogError) in
            defer { progress.clear() }
            return try await ImportStore(path: url.path, isRehearsal: dryRun).run(request, events: progress.show)
        }
        try console.print(json ? [ImportReportText.json(report)] : ImportReportText.lines(report, store: url))
    }

    private func importRequest() throws(CommandFailure) -> ImportRequest {
        var request = ImportRequest(
            format: format, files: files, code: code, index: index, release: release, dryRun: dryRun,
            rejectCountMax: maxRejects)
        if let system {
            guard let known = CodeSystem(name: system) else {
                throw CommandFailure(
                    .usage, "'\(system)' is no code system", remedy: "use cpt, hcpcs, icd10pcs, icd10cm or icd9pcs")
            }
            request.system = known
        }
        if let setting {
            guard let known = EditSetting(rawValue: setting) else {
                throw CommandFailure(
                    .usage, "'\(setting)' is no setting",
                    remedy: "use \(EditSetting.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            request.setting = known
        }
        if let effective {
            guard let day = CalendarDate(effective) else {
                throw CommandFailure(
                    .usage, "--effective is '\(effective)', which is no date", remedy: "write YYYY-MM-DD")
            }
            request.effective = day
        }
        return request
    }

    private static let formats = (ImportFormats.all + [(name: StarterImport.name, title: StarterImport.title)])
        .map { "  \($0.name): \($0.title)" }.joined(separator: "\n")
}

/// The pseudo format that stands for the catalog that comes with the program.
enum StarterImport {
    static let name = "starter"
    static let title = "the starter catalog that comes with the program; takes no file"
}
