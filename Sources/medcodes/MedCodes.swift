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
            Answers go to standard output, messages to standard error. On a terminal answers are set for reading; \
            elsewhere they are plain, and tables are lines of tab-separated values without headings.

            Exit status: 0 when done; 2 when what was validated is not valid; 64 for a mistake on the command line; 64 \
            and the gRPC status number for a call that failed, so 69 for a code that is not there and 78 for a service \
            that cannot be reached; 1 when a file cannot be read or the output cannot be written.
            """,
        version: Program.version,
        subcommands: [
            Get.self, Batch.self, Search.self, Suggest.self, Export.self, Watch.self, Validate.self, Policies.self,
            Similar.self, Children.self, Subsumes.self, Translate.self, Catalog.self, Health.self, Bench.self,
            UnknownCommand.self,
        ],
        defaultSubcommand: UnknownCommand.self)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    static func main() async { await Program.main(Self.self) }
}
