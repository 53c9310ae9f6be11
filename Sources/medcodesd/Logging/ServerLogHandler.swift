internal import CommandLineSupport
internal import Foundation
internal import Logging

/// Gives what is logged to a ``ServerLog``, whose level is that of all loggers.
struct ServerLogHandler: LogHandler {
    let label: String
    let log: ServerLog
    var metadata: Logger.Metadata = [:]

    /// The log's level; a logger cannot have one of its own, so that one setting changes it for all.
    var logLevel: Logger.Level {
        get { log.level }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        guard log.format == .text else { return log.writeJSON(event.level, label: label, "\(event.message)", fields) }
        let time = Date.now.formatted(.iso8601)
        let texts = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.onOneLine("\($0.value)"))" }
        // There is nobody to tell that the log cannot be written.
        try? log.sink.write("\(time) \(event.level) \(label):\(texts.joined()) \(event.message)\n")
    }

    /// A value whose line breaks cannot make it look like another line.
    private static func onOneLine(_ text: String) -> String {
        text.contains(where: \.isNewline) ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
    }
}
