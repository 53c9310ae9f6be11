/// Why a command ends without having done what was asked: one line for people, and the exit status for scripts.
package struct CommandFailure: Error, Hashable, Sendable {
    /// What the program exits with.
    package var status: ExitStatus
    /// What was wrong and where, in one clause without a full stop.
    package var message: String
    /// What to do about it, in one clause; empty when there is nothing to advise.
    package var remedy: String

    /// A failure.
    package init(_ status: ExitStatus, _ message: String, remedy: String = "") {
        self.status = status
        self.message = message
        self.remedy = remedy
    }
}

extension CommandFailure: CustomStringConvertible {
    /// `message; remedy`.
    package var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
