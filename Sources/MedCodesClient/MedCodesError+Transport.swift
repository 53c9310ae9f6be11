internal import RPCCore
internal import RPCServices
internal import RPCTransport
internal import WireMessages

extension MedCodesError {
    /// An error that this side found.
    init(_ code: StatusCode, _ message: String, problem: ConnectionProblem? = nil, cause: (any Error)? = nil) {
        self.init(
            code: code, message: message, isFromServer: false, reason: "", fieldViolations: [], problem: problem,
            isRetryable: false, retryDelay: nil, revision: nil, cacheOutcome: nil, requestID: nil, cause: cause)
    }

    /// An argument that cannot be right.
    init(_ error: CatalogError) { self.init(.invalidArgument, "\(error)", cause: error) }

    /// A reply that is not what the contract promises.
    init(unreadableReply error: MessageError) {
        self.init(.internal, "the server's reply cannot be read: \(error)", cause: error)
    }

    /// A code that the near cache knows not to be there, or that is not there in a batch.
    init(_ absence: CodeAbsence, at revision: Revision? = nil) {
        self.init(
            code: .notFound, message: absence.message, isFromServer: true, reason: absence.reason.errorInfoReason,
            absence: absence, fieldViolations: [], problem: nil, isRetryable: false, retryDelay: nil,
            revision: revision,
            cacheOutcome: revision.map { _ in Self.nearCacheOutcome }, requestID: nil, cause: nil)
    }

    /// How the near cache took part, in ``cacheOutcome``.
    static let nearCacheOutcome = "near"

    /// An error of the transport, or of the server through it.
    ///
    /// - Parameter requestID: What was sent as the request's name.
    init(_ error: RPCError, requestID: String? = nil) {
        let details = error.statusDetails
        let problem = (error.cause as? ConnectionFailure).map { ConnectionProblem($0.reason) }
        self.init(
            code: error.code, message: error.message, isFromServer: error.origin == .peer,
            reason: details?.reason ?? "", fieldViolations: details?.fieldViolations ?? [], problem: problem,
            isRetryable: Self.isRetryable(error.code, problem), retryDelay: details?.retryDelay,
            revision: error.metadata.revision, cacheOutcome: error.metadata.text(for: Metadata.cacheKey),
            requestID: error.metadata.text(for: Metadata.requestIDKey) ?? requestID, cause: error)
    }

    /// The same error, with what it says of the code that was asked for.
    func about(_ key: CodeKey) -> MedCodesError {
        guard code == .notFound, let details = (cause as? RPCError)?.statusDetails else { return self }
        var error = self
        error.absence = CodeAbsence(details, of: key)
        return error
    }

    /// A server that is unavailable or overloaded may answer later; one whose certificate is wrong will not.
    private static func isRetryable(_ code: StatusCode, _ problem: ConnectionProblem?) -> Bool {
        switch code {
        case .unavailable:
            problem.map { [.refused, .timeout, .lost, .other, .unknownHost].contains($0) } ?? true
        case .resourceExhausted, .aborted, .deadlineExceeded: true
        default: false
        }
    }
}

extension StatusDetails {
    fileprivate var fieldViolations: [MedCodesError.FieldViolation] {
        guard case .badRequest(let violations) = attachment else { return [] }
        return violations.map { MedCodesError.FieldViolation(field: $0.field, description: $0.description) }
    }

    fileprivate var retryDelay: Duration? {
        guard case .retry(let delay) = attachment else { return nil }
        return delay
    }
}

extension CodeAbsence {
    /// What ErrorInfo says of a code that is not there; nil when it says something else.
    fileprivate init?(_ details: StatusDetails, of key: CodeKey) {
        guard let reason = AbsenceReason(errorInfo: details.reason) else { return nil }
        let successors = details.metadata["successors"]?.split(separator: ",") ?? []
        self.init(
            key: key, reason: reason, effective: details.metadata["effective"].flatMap { CalendarDate($0) },
            terminated: details.metadata["terminated"].flatMap { CalendarDate($0) },
            // A successor that cannot be a code is left out: the reason matters more.
            successors: successors.compactMap { try? CodeKey(system: key.system, code: String($0)) })
    }
}

extension AbsenceReason {
    /// The reason that ErrorInfo names; nil when it names another.
    fileprivate init?(errorInfo reason: String) {
        guard let named = Self.allCases.first(where: { $0.errorInfoReason == reason }) else { return nil }
        self = named
    }

    /// The reason as ErrorInfo names it, spelled as in the contract.
    fileprivate var errorInfoReason: String {
        switch self {
        case .unknownCode: "UNKNOWN_CODE"
        case .notYetEffective: "NOT_YET_EFFECTIVE"
        case .terminated: "TERMINATED"
        case .codeSystemNotLoaded: "CODE_SYSTEM_NOT_LOADED"
        case .releaseNotLoaded: "RELEASE_NOT_LOADED"
        }
    }
}
