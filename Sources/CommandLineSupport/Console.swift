internal import Foundation
internal import Glibc

/// The two streams a command speaks on, and what their readers can show.
package struct Console: Sendable {
    /// What was asked for.
    package var output: any TextSink
    /// Messages beside it.
    package var messages: any TextSink
    /// Who reads ``output``.
    package var outputTerminal: Terminal
    /// Who reads ``messages``.
    package var messageTerminal: Terminal

    /// A console on these sinks.
    package init(
        output: any TextSink, messages: any TextSink, outputTerminal: Terminal, messageTerminal: Terminal
    ) {
        self.output = output
        self.messages = messages
        self.outputTerminal = outputTerminal
        self.messageTerminal = messageTerminal
    }

    /// The process's standard output and standard error.
    package static var standard: Console {
        let environment = ProcessInfo.processInfo.environment
        return Console(
            output: StandardStream.output, messages: StandardStream.error,
            outputTerminal: Terminal(descriptor: STDOUT_FILENO, environment: environment),
            messageTerminal: Terminal(descriptor: STDERR_FILENO, environment: environment))
    }

    /// Writes lines to ``output``, styled where its reader shows styles.
    package func print(_ lines: [StyledText]) throws(OutputError) {
        try output.write(lines.map { $0.rendered(inColor: outputTerminal.usesColor) + "\n" }.joined())
    }

    /// Writes one line to ``messages``. A person who cannot be told is no reason to fail, so errors are dropped.
    package func say(_ line: StyledText) {
        try? messages.write(line.rendered(inColor: messageTerminal.usesColor) + "\n")
    }

    /// Says why the command failed: `error: message; remedy`, on one line whatever the message holds.
    package func report(_ failure: CommandFailure) {
        say(StyledText("error:", .alarm) + StyledText(" " + failure.description))
    }
}
