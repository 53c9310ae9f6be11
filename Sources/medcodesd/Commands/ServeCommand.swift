internal import ArgumentParser
internal import CommandLineSupport
internal import Foundation

/// `medcodesd serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the catalog over gRPC and TLS until it is told to stop.",
        discussion: """
            Prints 'listening on HOST:PORT' on standard output once it accepts connections; everything else it has to \
            say goes to standard error. SIGTERM and SIGINT let calls that are under way finish; a second one ends it at \
            once. SIGHUP has the certificates read again, which also happens when their files change; connections that \
            stand go on. Each flag can also be given in the environment, e.g. MEDCODES_TLS_KEY for --tls-key.
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let settings = try ServeSettings(options, environment: ProcessInfo.processInfo.environment)
        try await Daemon(settings: settings, console: .standard).run()
    }
}
