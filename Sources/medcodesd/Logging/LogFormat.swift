/// How lines of the log are written.
enum LogFormat: String, Sendable, CustomStringConvertible {
    /// For people.
    case text
    /// One JSON object for each line, for programs.
    case json

    var description: String { rawValue }
}
