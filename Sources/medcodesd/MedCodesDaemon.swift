internal import ArgumentParser
internal import CommandLineSupport

/// The server program.
@main
struct MedCodesDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "medcodesd",
        abstract: "Serves medical codes over gRPC, and looks after the catalog behind it.",
        discussion: """
            Without a command it serves: the starter catalog, on 127.0.0.1:7443, with a development certificate it \
            makes itself, unless told otherwise.

            Exit status: 0 done, 1 failed, 64 wrong command line.
            """,
        version: Program.version,
        subcommands: [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, BackupCommand.self, RestoreCommand.self,
            CheckCommand.self, DoctorCommand.self, TokenCommand.self, AuditCommand.self,
            DevelopmentCertificatesCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    static func main() async { await Program.main(Self.self) }
}
