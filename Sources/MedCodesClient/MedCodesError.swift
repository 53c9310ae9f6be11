/// Why a call failed: what the server said, or what was found on this side.
public struct MedCodesError: Error, Sendable {
    /// A field of the request that is wrong, as the server sees it.
    public struct FieldViolation: Hashable, Sendable {
        /// The path of the field, such as `keys[3].code`; empty for the whole request.
        public let field: String
        /// What is wrong with it, for people.
        public let description: String
    }

    /// The gRPC status; never `ok`.
    public let code: StatusCode
    /// What was wrong in one line, for people, with the real cause: a refused connection, an unknown authority, a code
    /// that was terminated.
    public let message: String
    /// Whether the server said so; otherwise this side concluded it.
    public let isFromServer: Bool
    /// The server's cause for programs, such as `TERMINATED` or `STORE_UNAVAILABLE` (ErrorInfo.reason); empty when it gave
    /// none.
    public let reason: String
    /// Why the code is not there, with its dates and successors; nil for all other errors.
    public internal(set) var absence: CodeAbsence?
    /// The fields of the request that are wrong; empty for all other errors.
    public let fieldViolations: [FieldViolation]
    /// What stands between this side and the server; nil when they could talk.
    public let problem: ConnectionProblem?
    /// Whether the same call may succeed if it is made again: soon, or after ``retryDelay``.
    public let isRetryable: Bool
    /// How long the server asks to wait before the next try; nil when it does not say.
    public let retryDelay: Duration?
    /// The revision of the catalog that the answer is from; nil when the server does not say.
    public let revision: Revision?
    /// How a cache took part: the server's with `hit`, `miss`, `joined`, `stale` or `negative`, or the client's with
    /// `near`; nil when the server does not say.
    public let cacheOutcome: String?
    /// The server's name for the request, else the ``CallOptions/requestID`` that was sent; nil without either.
    public let requestID: String?
    /// The error underneath, for debugging.
    public let cause: (any Error)?
}

extension MedCodesError: CustomStringConvertible {
    /// `NOT_FOUND (TERMINATED): CPT 12345 is no longer valid on that day`.
    public var description: String { "\(code)\(reason.isEmpty ? "" : " (\(reason))"): \(message)" }
}
