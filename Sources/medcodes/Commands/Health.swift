internal import ArgumentParser
internal import CommandLineSupport
internal import MedCodesClient

/// Asks whether the service is ready.
struct Health: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask whether the service is ready.",
        usage: "medcodes health [<options>]",
        discussion: """
            Prints SERVING, NOT_SERVING or UNKNOWN, and exits with 0 only for SERVING, so that the command can be a \
            container's health check.

            Examples:
              medcodes health
              medcodes health --service medcodes.v1.CodeCatalogService.SearchCodes
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @Option(help: ArgumentHelp("The gRPC service asked about. (default: all of the server)", valueName: "name"))
    var service = ""

    func run(with client: some CatalogClient, on console: Console) async throws {
        let status = try await client.health(of: service)
        if format.json {
            try console.output.write("{\"status\":\"\(status)\"}\n")
        } else if format.csv {
            var table = Table(columns: [.init("SERVICE"), .init("STATUS")])
            table.add([StyledText(service), StyledText(status.description)])
            try console.print(table, as: format)
        } else {
            try console.print([StyledText(status.description, status == .serving ? .good : .alarm)])
        }
        guard status == .serving else { throw ExitCode(ExitStatus.unavailable.rawValue) }
    }
}
