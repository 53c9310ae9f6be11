internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport
internal import Glibc

/// Checks whether the codes of encounters can stand.
struct Validate: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check whether the codes of an encounter can stand as they are.",
        usage: "medcodes validate [<options>] [<code> ...]",
        discussion: """
            Each code is checked by itself, and those of a day against each other: add-on codes, pairs, units. Codes are \
            words of the command line or lines of standard input, as for batch: SYSTEM:CODE, or the code alone with \
            --system. Modifiers and units stand behind a CPT or HCPCS code: cpt:22849-59-RTx2.

            A CSV of encounters begins with a header: code, and as needed system, modifiers, units, service_date, display, encounter. \
            Rows with the same encounter stand together and are checked together; there may be any number of encounters.

            On a terminal the answer is a table with what was found between the lines below it. Elsewhere it is one line \
            per issue, and per code without one: tab-separated encounter, lines, codes, result, status, descriptor; \
            severity, rule, message, suggestions; format, files, release, effective and terminated day of the source. \
            With --json each encounter is one ValidateCodesResponse on one line.

            Exit status: 2 when an encounter is not valid, which one issue that is an error makes it. Checks that were \
            not made, because no edits are loaded for the day, are told and change no result.

            Examples:
              medcodes validate cpt:27447 cpt:22849-59 --as-of 2025-12-14
              medcodes validate --encounters visits.csv --csv > findings.csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "Whose pair and unit edits apply.") var setting = EditSetting.practitioner
    @Flag(help: "Take a display that is no descriptor of its code for a warning.") var lenient = false
    @Flag(help: "Check each code by itself, as an encounter of its own.") var each = false
    @Option(help: "The system of codes written without one.") var system: CodeSystem?
    @Option(
        help: ArgumentHelp("Read encounters from a CSV file; - is standard input.", valueName: "file"),
        completion: .file())
    var encounters: String?
    @Argument(help: ArgumentHelp("The codes; read from standard input when there are none.", valueName: "code"))
    var codes: [String] = []

    func validate() throws {
        if encounters != nil, !codes.isEmpty { throw ValidationError("Give codes or --encounters, not both.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        var source = EncounterSource(try rows(console), isEach: each)
        var report = ValidationReport(console: console, format: format)
        let progress = ProgressLine(on: console)
        defer { progress.clear() }
        while let group = try source.next() {
            let encounter = Encounter(
                lines: group.lines, day: lookup.asOf, isLenient: lenient, setting: setting)
            try report.add(try await client.validate(encounter), on: group)
            if !console.outputTerminal.isTerminal { progress.show("\(report.count) encounters") }
        }
        if let failure = report.failure { throw failure }
    }

    private func rows(_ console: Console) throws -> EncounterSource.Rows {
        let notation = LineNotation(keys: KeyNotation(defaultSystem: system))
        if !codes.isEmpty { return .words(codes[...], notation) }
        do {
            guard let encounters else { return .text(standardInput(console), notation) }
            let lines = encounters == "-" ? standardInput(console) : try LineReader(path: encounters)
            return .sheet(try EncounterSheet(lines, keys: notation.keys))
        } catch {
            throw CommandFailure(error.kind == .unavailable ? .failure : .usage, error.description)
        }
    }

    private func standardInput(_ console: Console) -> LineReader {
        if isatty(STDIN_FILENO) == 1 { console.say("Reading codes from the terminal; end them with Ctrl-D.") }
        return LineReader(descriptor: STDIN_FILENO, name: "standard input")
    }
}
