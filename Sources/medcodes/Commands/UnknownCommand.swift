internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport

/// Takes what is no command of ours, to say which one was probably meant; shows the help when there is nothing at all.
struct UnknownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "unknown-command", shouldDisplay: false)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @Argument var words: [String] = []

    /// Not `validate`: an unknown flag is the better guess at what went wrong, and is found in between.
    func run() async throws {
        guard let word = words.first else { throw CleanExit.helpRequest(MedCodes.self) }
        let commands = MedCodes.configuration.subcommands.map { $0.configuration }
            .filter { $0.shouldDisplay }.compactMap { $0.commandName }
        let nearest = Suggestion.nearest(to: word, among: commands + ["help"])
        let advice = nearest.map { "Did you mean '\($0)'?" } ?? "Use \(commands.joined(separator: ", "))."
        throw ValidationError("Unknown command '\(word)'. \(advice)")
    }
}
