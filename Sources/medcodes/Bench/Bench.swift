internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport
internal import Foundation
internal import MedCodesClient

/// Loads a service and measures its answers.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Load a service and measure how fast it answers.",
        usage: "medcodes bench [<options>]",
        discussion: """
            Reads codes from the catalog that is served, asks for each once and compares the answers with those of plain \
            calls; then makes requests for a while and tells how many were answered, and how fast. An answer that differs \
            from the first one ends the test, also because the catalog was changed.

            With --rate a time counts from when a request was due, so that a server that stalls is charged with all it \
            held up. Ctrl-C ends the test early and shows what was measured.

            On a terminal the answer is a table; elsewhere lines of tab-separated method, requests, requests per second, \
            mean, 50th, 90th, 99th and 99.9th percentile and maximum in microseconds, and errors; with --json one object.

            medcodes bench --connections 8 --streams 32
            medcodes bench --rate 2000 --duration 1m --mix get=80,search=15,suggest=5 --report load.html
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Requests") var requests: RequestOptions
    @OptionGroup var lookup: LookupOptions

    @Option(help: ArgumentHelp("Write a page with plots here.", valueName: "file.html"), completion: .file())
    var report: String?

    func run() async throws { try await run(on: .standard) }

    /// Runs the test against the server that the options name.
    func run(on console: Console) async throws {
        // Before the work, not after it.
        if let report { try Self.checkWritable(report) }
        try await connection.withClient { client in
            let result = try await BenchSession(self, client: client, console: console).run()
            if format.json {
                try console.output.write(try Self.json(result, isPretty: console.outputTerminal.isTerminal) + "\n")
            } else if console.isForPeople(format) {
                try console.print(LoadTable.lines(of: result, columns: console.outputTerminal.columns))
            } else {
                try console.print(LoadTable.rows(of: result), as: format)
                for warning in LoadTable.warnings(about: result) { console.say(StyledText(warning, .alarm)) }
            }
            if let report { try Self.write(LoadReport.html(of: result), to: report) }
            if result.total.requests > 0, result.total.latency == nil {
                throw CommandFailure(.failure, "no request was answered", remedy: "look at the errors in the table")
            }
        }
    }

    private static func json(_ result: LoadResult, isPretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return String(decoding: try encoder.encode(result), as: UTF8.self)
    }

    private static func checkWritable(_ path: String) throws(CommandFailure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw CommandFailure(
                .failure, "cannot write the report \(path): \(folder) is no folder that can be written",
                remedy: "give another --report")
        }
    }

    private static func write(_ page: String, to path: String) throws(CommandFailure) {
        do {
            try Data(page.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                .failure, "cannot write the report \(path): \(error.localizedDescription)",
                remedy: "give another --report")
        }
    }
}
