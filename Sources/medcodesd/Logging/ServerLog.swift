internal import CommandLineSupport
internal import Foundation
internal import Logging
internal import Synchronization

/// The log of the running server: lines on standard error, in one format, down to a level that may change meanwhile. May
/// be used from any thread.
final class ServerLog: Sendable {
    /// Where lines go.
    let sink: any TextSink
    let format: LogFormat

    private let levelIndex: Atomic<Int>
    private let content: Atomic<Bool>

    init(_ format: LogFormat, level: Logger.Level, showsContent: Bool, to sink: any TextSink = StandardStream.error) {
        self.format = format
        self.sink = sink
        levelIndex = Atomic(Self.index(of: level))
        content = Atomic(showsContent)
    }

    /// The least important lines that are written.
    var level: Logger.Level { Logger.Level.allCases[levelIndex.load(ordering: .relaxed)] }

    /// Whether lines may show what callers have sent.
    var showsContent: Bool { content.load(ordering: .relaxed) }

    /// Has other lines written from now on.
    func change(level: Logger.Level, showsContent: Bool) {
        levelIndex.store(Self.index(of: level), ordering: .relaxed)
        content.store(showsContent, ordering: .relaxed)
    }

    /// A logger that writes here.
    func logger(label: String) -> Logger { Logger(label: label) { ServerLogHandler(label: $0, log: self) } }

    /// A console whose messages are lines of this log, in its format.
    func console(on console: Console) -> Console {
        guard format == .json else { return console }
        return Console(
            output: console.output, messages: MessageLines(log: self), outputTerminal: console.outputTerminal,
            messageTerminal: Terminal(isTerminal: false, columns: console.messageTerminal.columns, usesColor: false))
    }

    /// Writes a line as JSON: time, level, logger and message first, then what belongs to it.
    func writeJSON(_ level: Logger.Level, label: String, _ message: String, _ fields: Logger.Metadata) {
        let time = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
        var line = "{" + Self.member("time", time) + "," + Self.member("level", level.rawValue)
        line += "," + Self.member("logger", label) + "," + Self.member("message", message)
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { line += "," + Self.member(name, "\(value)") }
        // There is nobody to tell that the log cannot be written.
        try? sink.write(line + "}\n")
    }

    private static func member(_ name: String, _ value: String) -> String { "\(quoted(name)):\(quoted(value))" }

    /// A JSON string (RFC 8259 section 7).
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func index(of level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
}

/// What the server says to its operator, as lines of its log in JSON.
private struct MessageLines: TextSink {
    let log: ServerLog

    func write(_ text: String) throws(OutputError) {
        for line in text.split(separator: "\n") {
            let isError = line.hasPrefix("error: ")
            log.writeJSON(
                isError ? .error : .notice, label: "medcodesd", String(isError ? line.dropFirst(7) : line), [:])
        }
    }
}
