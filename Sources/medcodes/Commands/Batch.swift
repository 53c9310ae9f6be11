internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport
internal import Glibc
internal import MedCodesClient

/// Looks many codes up.
struct Batch: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Look many codes up.",
        usage: "medcodes batch [<options>] [<key> ...]",
        discussion: """
            Keys are words of the command line, or lines of a file or of standard input: SYSTEM:CODE, or the system, a \
            tab and the code, or the code alone with --system. Blank lines and lines that start with # are skipped. \
            There may be any number of keys; answers come in their order.

            On a terminal the answer is a table, elsewhere lines of tab-separated system, code, status and descriptor, \
            with --json one CodeResult per line. With --view full it is one page per code. A code that is not there is \
            a row that says why.

            Examples:
              medcodes batch cpt:27447 icd10cm:E11.9
              medcodes batch --system icd10pcs --file codes.txt --csv > codes.csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "How much to show of each code.") var view = ViewChoice.basic
    @Option(help: "The system of codes written without one.") var system: CodeSystem?
    @Option(
        help: ArgumentHelp("Read the keys from a file; - is standard input.", valueName: "file"),
        completion: .file())
    var file: String?
    @Flag(help: "Exit with status 69 when a code is not there.") var strict = false
    @Argument(help: ArgumentHelp("The keys; read from standard input when there are none.", valueName: "key"))
    var keys: [String] = []

    func validate() throws {
        if file != nil, !keys.isEmpty { throw ValidationError("Give keys or --file, not both.") }
    }

    func run(with client: some CatalogClient, on console: Console) async throws {
        var source = try keySource(console)
        var report = BatchReport(console: console, view: view.view, format: format)
        let progress = ProgressLine(on: console)
        defer { progress.clear() }
        while case let keys = try source.next(MedCodesClient.batchKeyCountMax), !keys.isEmpty {
            try report.add(try await client.codes(keys, asOf: lookup.asOf, view: view.view))
            if !console.outputTerminal.isTerminal { progress.show("\(report.count) codes") }
        }
        if strict, report.absentCount > 0 {
            throw CommandFailure(.notFound, "\(report.absentCount) of \(report.count) codes are not there")
        }
    }

    private func keySource(_ console: Console) throws -> KeySource {
        let notation = KeyNotation(defaultSystem: system)
        if !keys.isEmpty { return KeySource(words: keys, notation: notation) }
        if let file, file != "-" {
            do { return KeySource(lines: try LineReader(path: file), notation: notation) } catch {
                throw CommandFailure(.failure, error.description)
            }
        }
        if isatty(STDIN_FILENO) == 1 { console.say("Reading keys from the terminal; end them with Ctrl-D.") }
        return KeySource(lines: LineReader(descriptor: STDIN_FILENO, name: "standard input"), notation: notation)
    }
}
