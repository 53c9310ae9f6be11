internal import CommandLineSupport
internal import Foundation

/// What was found out about one thing the service needs.
struct Finding: Hashable, Sendable {
    /// How bad it is.
    enum Severity: String, Sendable {
        case ok
        /// The service runs, and something is likely to go wrong.
        case warning
        /// The service does not start, or does not answer.
        case failed
    }

    /// What was looked at, in a word.
    let subject: String
    let severity: Severity
    /// What was found, in one clause without a full stop.
    let message: String
    /// What to do about it; empty when there is nothing to do.
    let remedy: String

    /// All is well.
    static func ok(_ subject: String, _ message: String) -> Finding {
        Finding(subject: subject, severity: .ok, message: message, remedy: "")
    }

    /// Something is likely to go wrong.
    static func warning(_ subject: String, _ message: String, remedy: String) -> Finding {
        Finding(subject: subject, severity: .warning, message: message, remedy: remedy)
    }

    /// Something is wrong.
    static func failed(_ subject: String, _ failure: CommandFailure) -> Finding {
        Finding(subject: subject, severity: .failed, message: failure.message, remedy: failure.remedy)
    }

    /// `FAILED  store: there is no catalog at a.sqlite; make one with 'medcodesd import'`.
    var line: StyledText {
        let word = severity == .failed ? "FAILED" : severity.rawValue
        return StyledText(
            word.padding(toLength: 8, withPad: " ", startingAt: 0)
                + "\(subject): \(CommandFailure(.failure, message, remedy: remedy))")
    }
}

extension Finding: Encodable {
    private enum Key: String, CodingKey { case subject, severity, message, remedy }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(subject, forKey: .subject)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(message, forKey: .message)
        try container.encode(remedy, forKey: .remedy)
    }
}
