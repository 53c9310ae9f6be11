/// How a client stands to its target ("gRPC Connectivity Semantics and API").
public enum RPCConnectivity: Hashable, Sendable {
    /// There is no connection, since no call needs one.
    case idle
    /// A connection is being made; calls wait for it.
    case connecting
    /// Calls are sent at once.
    case ready
    /// No address answers. Calls fail at once with the cause, save those that wait for a connection; attempts go on.
    case transientFailure
    /// The client is closed.
    case shutdown
}
