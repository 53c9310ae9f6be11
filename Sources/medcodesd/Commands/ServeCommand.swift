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
            once. SIGHUP has the certificates read again, which also happens when their files change, and the settings: \
            what can change in a running server changes, and when something is wrong everything stays as it was. \
            Connections that stand go on. SIGUSR2 starts the program on the disk anew with the same arguments; when the \
            new process can answer it takes over the listening sockets, and this one ends as if told to stop. When it \
            cannot, this one goes on. systemd is told how the server does (Type=notify), and may make its sockets.

            Each setting can be given as a flag (--tls-key F), in the environment (MEDCODES_TLS_KEY=F) and in the file \
            that --config names ('tls-key': 'F'); a flag beats the environment, which beats the file.
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let inheritance = try Inheritance.take(console: .standard)
        let read: @Sendable () throws(CommandFailure) -> ServeSettings = { [options] () throws(CommandFailure) in
            try ServeSettings(options, environment: ProcessInfo.processInfo.environment)
        }
        let settings = try read()
        let log = ServerLog(
            settings.logFormat.value, level: settings.logLevel.value, showsContent: settings.logContent.value == .on)
        let daemon = Daemon(
            live: LiveSettings(settings, read: read), inheritance: inheritance, log: log,
            console: log.console(on: .standard))
        try await daemon.run()
    }
}
