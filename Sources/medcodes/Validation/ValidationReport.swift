internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Writes what was found in encounters as it comes, in the form asked for, and counts them.
struct ValidationReport {
    private let console: Console
    private let format: FormatOptions

    /// How many encounters were written.
    private(set) var count = 0
    /// How many of them cannot stand.
    private(set) var invalidCount = 0

    init(console: Console, format: FormatOptions) {
        self.console = console
        self.format = format
    }

    /// Writes what was found in an encounter below those written before.
    mutating func add(_ report: EncounterReport, on group: EncounterSource.Group) throws(OutputError) {
        if format.json {
            try console.print(json: report, isSingle: false)
        } else if console.isForPeople(format) {
            let page = EncounterPage.lines(
                of: report, name: group.name, firstLine: group.firstLine, columns: console.outputTerminal.columns)
            try console.print((count == 0 ? [] : [""]) + page)
        } else {
            let table = EncounterRows.table(of: report, name: group.name, firstLine: group.firstLine)
            try console.print(table, as: format, isContinued: count > 0)
        }
        count += 1
        if !report.result { invalidCount += 1 }
    }

    /// What a script is told when an encounter cannot stand; nil when all can.
    var failure: CommandFailure? {
        guard invalidCount > 0 else { return nil }
        return CommandFailure(
            .invalid,
            count == 1 ? "the encounter is not valid" : "\(invalidCount) of \(count) encounters are not valid")
    }
}
