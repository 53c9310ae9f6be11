internal import COpenSSL

/// OpenSSL's verify callback: keeps the reason why the peer's certificate was refused, with what the certificate says,
/// since both are gone when the handshake has failed. It never overrules a verdict.
func noteRefusedCertificate(_ verdict: Int32, _ store: OpaquePointer?) -> Int32 {
    guard verdict != 1, let store,
        let ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()),
        let connection = WindowBIO.connection(of: OpaquePointer(ssl))
    else { return verdict }
    let certificate = X509_STORE_CTX_get_current_cert(store).map { CertificateSummary(Certificate(retaining: $0)) }
    connection.refusal = TLSError(
        verificationError: X509_STORE_CTX_get_error(store), certificate: certificate, askedFor: connection.serverName)
    return verdict
}

extension TLSError {
    /// The error for a certificate that was refused.
    ///
    /// - Parameters:
    ///   - verificationError: One of X509_V_ERR.
    ///   - certificate: The certificate that failed, which may be one of the peer's issuers.
    ///   - askedFor: The server's name as this client knows it; nil at the server's end.
    init(verificationError: Int32, certificate: CertificateSummary?, askedFor: String?) {
        let peer = askedFor == nil ? "client" : "server"
        let names = certificate?.names.map { "'\($0)'" }.joined(separator: ", ") ?? ""
        switch verificationError {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
            let issuer = certificate.map { " '\($0.issuer)'" } ?? ""
            self.init(.unknownAuthority, "the authority\(issuer) behind the \(peer)'s certificate is not trusted here")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            let list = names.isEmpty ? "no name" : names
            self.init(.wrongName, "the server's certificate is for \(list), not for '\(askedFor ?? "")'")
        case X509_V_ERR_CERT_HAS_EXPIRED:
            let since = certificate.map { " on \($0.notAfter)" } ?? ""
            self.init(.expired, "the \(peer)'s certificate expired\(since)")
        case X509_V_ERR_CERT_NOT_YET_VALID:
            let until = certificate.map { " before \($0.notBefore)" } ?? ""
            self.init(.notYetValid, "the \(peer)'s certificate is not valid\(until)")
        default:
            let text = X509_verify_cert_error_string(Int(verificationError)).map { String(cString: $0) } ?? ""
            self.init(.badCertificate, "the \(peer)'s certificate is refused: \(text)")
        }
    }
}
