/// Why a TLS connection failed or could not be made.
package struct TLSError: Error, Hashable, Sendable {
    /// The causes that people can tell apart, and act on.
    package enum Reason: Hashable, Sendable {
        /// The peer does not speak TLS: plain HTTP, or something else.
        case notTLS
        /// The peer speaks no TLS 1.3.
        case protocolVersion
        /// The peer offers or accepts no HTTP/2 (ALPN `h2`).
        case noHTTP2
        /// A certificate whose issuer is not among the trusted ones.
        case unknownAuthority
        /// A certificate for other names than the one asked for.
        case wrongName
        /// A certificate whose time is over.
        case expired
        /// A certificate whose time has not come.
        case notYetValid
        /// A certificate that is wrong in another way.
        case badCertificate
        /// A certificate of the client is demanded and none was given.
        case certificateRequired
        /// The connection ended before the handshake did.
        case endedInHandshake
        /// The connection ended without the goodbye that tells an end from a cut (RFC 8446, section 6.1).
        case truncated
        /// The bytes break the protocol, or were damaged on their way.
        case protocolViolation
    }

    /// The cause.
    package let reason: Reason
    /// Whether the peer said so, in an alert, or this end found it.
    package let isFromPeer: Bool
    /// The cause in one line, for people.
    package let message: String

    /// An error that this end found.
    init(_ reason: Reason, _ message: String, isFromPeer: Bool = false) {
        self.reason = reason
        self.isFromPeer = isFromPeer
        self.message = message
    }
}

extension TLSError {
    /// Why this end refused the peer's certificate, in UPPER_SNAKE_CASE; nil when it was something else.
    var refusalOfCertificate: String? {
        guard !isFromPeer else { return nil }
        switch reason {
        case .unknownAuthority: return "CERTIFICATE_OF_UNKNOWN_AUTHORITY"
        case .wrongName: return "CERTIFICATE_OF_WRONG_NAME"
        case .expired: return "CERTIFICATE_EXPIRED"
        case .notYetValid: return "CERTIFICATE_NOT_YET_VALID"
        case .badCertificate: return "CERTIFICATE_UNUSABLE"
        case .certificateRequired: return "CERTIFICATE_REQUIRED"
        case .notTLS, .protocolVersion, .noHTTP2, .endedInHandshake, .truncated, .protocolViolation: return nil
        }
    }
}

extension TLSError: CustomStringConvertible {
    /// The message.
    package var description: String { message }
}
