/// An audit log that cannot be begun, or a file that cannot be read: what, where, and what to do about it.
public struct AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, in one clause.
    public let message: String
    /// What to do about it, in one clause; may be empty.
    public let remedy: String

    init(_ message: String, remedy: String = "") {
        self.message = message
        self.remedy = remedy
    }

    /// Both.
    public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
