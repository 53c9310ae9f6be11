package import ArgumentParser
internal import Glibc

/// Runs a command the way all our programs do: data on standard output, one line per error on standard error, and the
/// exit statuses of ``ExitStatus``.
package enum Program {
    /// The version all our programs tell.
    package static let version = "0.1.0"

    /// Runs the process's command line and ends the process.
    package static func main(_ root: any AsyncParsableCommand.Type) async -> Never {
        // A reader that goes away is seen as EPIPE by the writer, and a closed socket must not end the process.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(await run(root, arguments, on: .standard, execute: execute).rawValue)
    }

    /// Parses the arguments and executes the command they name.
    ///
    /// - Parameter execute: Runs the parsed command; tests put theirs here.
    /// - Returns: What the process is to exit with; every error has been reported by then.
    package static func run(
        _ root: any AsyncParsableCommand.Type, _ arguments: [String], on console: Console,
        execute: (any ParsableCommand) async throws -> Void
    ) async -> ExitStatus {
        do {
            try await execute(try root.parseAsRoot(arguments))
            return .success
        } catch {
            return end(root, with: error, on: console)
        }
    }

    /// Calls the command's own `run`.
    package static func execute(_ command: any ParsableCommand) async throws {
        var command = command
        if var asyncCommand = command as? any AsyncParsableCommand {
            try await asyncCommand.run()
        } else {
            try command.run()
        }
    }

    private static func end(
        _ root: any AsyncParsableCommand.Type, with error: any Error, on console: Console
    ) -> ExitStatus {
        switch error {
        case OutputError.readerGone:
            return .success
        case OutputError.failed(let code):
            let failure = CommandFailure(
                .failure, "cannot write to standard output: \(String(cString: strerror(code)))",
                remedy: "make room, or write elsewhere")
            console.report(failure)
            return failure.status
        case let failure as CommandFailure:
            console.report(failure)
            return failure.status
        case let code as ExitCode:
            return ExitStatus(rawValue: code.rawValue)
        default:
            return endParsing(root, with: error, on: console)
        }
    }

    /// Help, version and completion scripts are answers; anything else is one line and where to read more.
    private static func endParsing(
        _ root: any AsyncParsableCommand.Type, with error: any Error, on console: Console
    ) -> ExitStatus {
        let text = root.fullMessage(for: error)
        let status = root.exitCode(for: error)
        if status == .success {
            do { try console.output.write(text + "\n") } catch { return end(root, with: error, on: console) }
            return .success
        }
        console.report(CommandFailure(ExitStatus(rawValue: status.rawValue), root.message(for: error)))
        if let hint = helpHint(in: text, root) { console.say(StyledText(hint, .faint)) }
        return ExitStatus(rawValue: status.rawValue)
    }

    /// The line `See '… --help' for more information.`, without the names of commands that are not shown.
    private static func helpHint(in text: String, _ root: any AsyncParsableCommand.Type) -> String? {
        guard let last = text.split(separator: "\n").last, let start = last.firstRange(of: "See '")?.lowerBound else {
            return nil
        }
        let hidden = root.configuration.subcommands.map { $0.configuration }.filter { !$0.shouldDisplay }
        return hidden.compactMap { $0.commandName }.reduce(String(last[start...])) { hint, name in
            hint.replacing(" \(name) ", with: " ")
        }
    }
}
