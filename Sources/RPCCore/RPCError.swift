/// Why a call failed: what travels in `grpc-status`, `grpc-message`, `grpc-status-details-bin` and the trailers.
///
/// Everything but ``cause`` is sent to the peer: no SQL, path or secret belongs in it.
public struct RPCError: Error, Sendable {
    /// Who says that the call failed.
    public enum Origin: Sendable {
        /// The peer sent this status.
        case peer
        /// This process concluded it: from a deadline, a broken connection, a limit of its own.
        case local
    }

    /// The status; never ``StatusCode/ok``.
    public let code: StatusCode
    /// What was wrong, for people, in any Unicode text.
    public var message: String
    /// A serialized `google.rpc.Status`; empty when there are no details.
    public var details: [UInt8]
    /// More trailers to send, or all that came.
    public var metadata: Metadata
    /// What the handler of a unary call sends before the status, in a header list of its own; nothing in errors that came.
    /// Handlers of streams have ``StreamingCall/setMetadata(_:)`` for it.
    public var initialMetadata = Metadata()
    /// Who says so.
    public var origin: Origin
    /// The error underneath, for logs and debugging; it never leaves the process.
    public var cause: (any Error)?

    /// An error, by default one that this process concluded.
    ///
    /// - Parameter code: Any code but `ok`; passing `ok` is a mistake of ours and becomes `internal` in a release build.
    public init(
        _ code: StatusCode, _ message: String, details: [UInt8] = [], metadata: Metadata = Metadata(),
        origin: Origin = .local, cause: (any Error)? = nil
    ) {
        assert(code != .ok, "an error with status OK")
        self.code = code == .ok ? .internal : code
        self.message = message
        self.details = details
        self.metadata = metadata
        self.origin = origin
        self.cause = cause
    }
}

extension RPCError: CustomStringConvertible {
    /// `NOT_FOUND: no such code`.
    public var description: String { message.isEmpty ? "\(code)" : "\(code): \(message)" }
}
