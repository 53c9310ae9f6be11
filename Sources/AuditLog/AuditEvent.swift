/// What is written down beside calls, and beside the start of the server.
public enum AuditEvent: Hashable, Sendable {
    /// The server has stopped in the orderly way.
    case stopped
    /// These settings were read anew and are in force.
    case reloaded(settings: [String])
    /// A client's certificate was refused, so no call could be made.
    case handshakeRefused(peer: String, reason: String)
}
