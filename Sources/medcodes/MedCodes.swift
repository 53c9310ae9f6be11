internal import ArgumentParser
internal import CommandLineSupport

/// The client on the command line.
@main
struct MedCodes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "medcodes",
        abstract: "Look up medical codes in a running MedCodes service.",
        usage: "medcodes [<options>] <command> …",
        discussion: """
            Answers go to standard output, messages to standard error. On a terminal answers are set for reading, in \
            color unless NO_COLOR is set; elsewhere they are plain, and tables are lines of tab-separated values without \
            headings. An answer without a row is no error: a message says so.

            The service is on this machine unless --server, the environment or a profile names another: see \
            'medcodes help config'.

            Exit status: 0 when done; 2 when what was validated is not valid; 64 for a mistake on the command line; 64 \
            and the gRPC status number for a call that failed, so 69 for a code that is not there and 78 for a service \
            that cannot be reached; 1 when a file cannot be read or the output cannot be written.

            Examples:
              medcodes search gallbladder removal
              medcodes get cpt 22849
              medcodes validate cpt:27447 cpt:22849-59 --as-of 2025-12-14
            """,
        version: Program.version,
        subcommands: [
            Get.self, Batch.self, Search.self, Suggest.self, Export.self, Watch.self, Validate.self, Policies.self,
            Similar.self, Children.self, Subsumes.self, Translate.self, Catalog.self, Health.self,
            Bench.self, ShowConfiguration.self, UnknownCommand.self,
        ],
        defaultSubcommand: UnknownCommand.self)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    static func main() async { await Program.main(Self.self) }
}
