internal import COpenSSL

extension TLSError {
    /// The error that stands in OpenSSL's queue.
    ///
    /// - Parameters:
    ///   - code: As `ERR_peek_error` gives it: the earliest, which is the cause of those after it.
    ///   - peer: The peer as the message calls it.
    init(code: UInt, peer: String) {
        let reason = ERR_GET_REASON(code)
        if let alert = Alert(openSSLReason: reason) {
            self.init(alert.reason, "the \(peer) refused the TLS handshake: \(alert.meaning)", isFromPeer: true)
            return
        }
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER:
            self.init(.notTLS, "the \(peer) does not speak TLS")
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE:
            self.init(.protocolVersion, "the \(peer) does not speak TLS 1.3")
        case SSL_R_CALLBACK_FAILED, SSL_R_NO_APPLICATION_PROTOCOL, SSL_R_CLIENTHELLO_TLSEXT:
            self.init(.noHTTP2, "the \(peer) offers no HTTP/2 (ALPN h2)")
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            self.init(.certificateRequired, "the \(peer) gave no certificate, which is required here")
        case SSL_R_UNEXPECTED_EOF_WHILE_READING:
            self.init(.truncated, "the \(peer) closed the connection without a goodbye")
        default:
            self.init(.protocolViolation, "the \(peer) broke the TLS protocol: \(Self.text(code))")
        }
    }

    private static func text(_ code: UInt) -> String {
        ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
    }
}

/// An alert by which a peer ended the connection (RFC 8446, section 6).
private struct Alert {
    /// Alerts are reasons from this number on (SSL_AD_REASON_OFFSET).
    private static let offset: Int32 = 1000

    let number: Int32

    init?(openSSLReason: Int32) {
        guard (Self.offset..<Self.offset + 256).contains(openSSLReason) else { return nil }
        number = openSSLReason - Self.offset
    }

    var reason: TLSError.Reason {
        switch number {
        case SSL_AD_PROTOCOL_VERSION: .protocolVersion
        case SSL_AD_NO_APPLICATION_PROTOCOL: .noHTTP2
        case SSL_AD_UNKNOWN_CA: .unknownAuthority
        case SSL_AD_CERTIFICATE_EXPIRED: .expired
        case TLS13_AD_CERTIFICATE_REQUIRED: .certificateRequired
        case SSL_AD_BAD_CERTIFICATE, SSL_AD_UNSUPPORTED_CERTIFICATE, SSL_AD_CERTIFICATE_REVOKED,
            SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_ACCESS_DENIED:
            .badCertificate
        default: .protocolViolation
        }
    }

    var meaning: String {
        switch number {
        case SSL_AD_PROTOCOL_VERSION: "it does not speak TLS 1.3"
        case SSL_AD_NO_APPLICATION_PROTOCOL: "it offers no HTTP/2 (ALPN h2)"
        case SSL_AD_UNKNOWN_CA: "it does not know the authority behind our certificate"
        case SSL_AD_CERTIFICATE_EXPIRED: "our certificate has expired by its clock"
        case TLS13_AD_CERTIFICATE_REQUIRED: "it requires a client certificate"
        case SSL_AD_BAD_CERTIFICATE, SSL_AD_UNSUPPORTED_CERTIFICATE, SSL_AD_CERTIFICATE_REVOKED,
            SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_ACCESS_DENIED:
            "it does not accept our certificate (alert \(number))"
        case SSL_AD_HANDSHAKE_FAILURE: "no cipher suite or group in common"
        default: "alert \(number)"
        }
    }
}
