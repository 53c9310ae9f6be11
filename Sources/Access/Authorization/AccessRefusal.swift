internal import RPCCore
internal import RPCServices

/// Why a call was refused, for audit, logs and metrics. It is the ``RPCError/cause`` of what the caller is told, which tells
/// less: of a token that is not good, only that it is not.
public enum AccessRefusal: String, Error, CaseIterable, Sendable {
    /// The caller has shown nothing, and must.
    case credentialsMissing = "CREDENTIALS_MISSING"
    /// What was sent as a token has not the form of one, or there were several.
    case tokenMalformed = "TOKEN_MALFORMED"
    /// There is no such token.
    case tokenUnknown = "TOKEN_UNKNOWN"
    /// The token's time is over.
    case tokenExpired = "TOKEN_EXPIRED"
    /// The token was taken back.
    case tokenRevoked = "TOKEN_REVOKED"
    /// The method is for admins.
    case notAdmin = "NOT_ADMIN"
    /// The caller may call other methods only.
    case methodNotListed = "METHOD_NOT_LISTED"
    /// The caller has called more often than it may.
    case rateLimited = "RATE_LIMITED"
    /// The caller has as many calls in progress as it may.
    case concurrencyLimited = "CONCURRENCY_LIMITED"

    /// For metrics: `token_expired`.
    public var label: String { rawValue.lowercased() }
}

extension AccessRefusal {
    /// What the caller is told, for each case; made once, for callers that are refused are to cost little.
    private static let errors: [AccessRefusal: RPCError] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, $0.makeError(retryAfter: .seconds(1))) })

    /// What a caller over its rate is told, by how long it is to wait: 1 ms, 2 ms, 4 ms and so on.
    private static let rateErrors: [RPCError] = (0..<21).map { power in
        AccessRefusal.rateLimited.makeError(retryAfter: .milliseconds(1 << power))
    }

    /// What the caller is told.
    var error: RPCError { Self.errors[self] ?? makeError(retryAfter: .seconds(1)) }

    /// What a caller over its rate is told that would be let in after so long. It is told at least that, and at most twice
    /// as much, so that callers who wait do not come a moment too early.
    static func rateError(waitNanoseconds: UInt64) -> RPCError {
        let milliseconds = waitNanoseconds / 1_000_000 + 1
        let power = UInt64.bitWidth - (milliseconds - 1).leadingZeroBitCount
        return rateErrors[min(power, rateErrors.count - 1)]
    }

    private func makeError(retryAfter delay: Duration) -> RPCError {
        switch self {
        case .credentialsMissing:
            told(
                .unauthenticated, "this server knows its callers by a token or a client certificate; show one",
                "CREDENTIALS_REQUIRED")
        case .tokenMalformed, .tokenUnknown, .tokenExpired, .tokenRevoked:
            told(.unauthenticated, "the token is not one that is good here; ask for a new one", "TOKEN_REFUSED")
        case .notAdmin:
            told(
                .permissionDenied, "this method is open to administrators only; ask whoever runs the server", rawValue)
        case .methodNotListed:
            told(.permissionDenied, "the caller may not call this method; ask whoever runs the server", rawValue)
        case .rateLimited:
            limited("the caller calls more often than it may; try again later", retryAfter: delay)
        case .concurrencyLimited:
            limited("the caller has as many calls in progress as it may; try again later", retryAfter: delay)
        }
    }

    private func told(_ code: StatusCode, _ message: String, _ reason: String) -> RPCError {
        RPCError(code, message, details: StatusDetails(reason: reason), cause: self)
    }

    private func limited(_ message: String, retryAfter delay: Duration) -> RPCError {
        var error = RPCError.exhausted(message, reason: rawValue, retryAfter: delay)
        error.cause = self
        return error
    }
}
