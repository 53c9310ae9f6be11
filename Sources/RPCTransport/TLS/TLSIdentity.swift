internal import COpenSSL

/// A certificate with its private key: what one end shows the other.
public struct TLSIdentity: Hashable, Sendable {
    /// The certificate, followed by its issuers up to, and better without, the root.
    public var certificate: PEMSource
    /// The private key, without a passphrase.
    public var key: PEMSource

    /// An identity; nothing is read until a context is made of it.
    public init(certificate: PEMSource, key: PEMSource) {
        self.certificate = certificate
        self.key = key
    }

    /// Reads certificate and key and puts them into the context.
    ///
    /// - Throws: ``TLSConfigurationError`` for anything that would make handshakes fail later.
    func install(in context: OpaquePointer, at now: CertificateTime) throws(TLSConfigurationError) {
        let chain = try certificate.certificates()
        let privateKey = try key.privateKey()
        try check(chain[0], at: now)
        ERR_clear_error()
        guard X509_check_private_key(chain[0].pointer, privateKey.pointer) == 1 else {
            throw TLSConfigurationError(
                .mismatch, "the private key in \(key.name) does not belong to the certificate in \(certificate.name)")
        }
        var isInstalled = SSL_CTX_use_certificate(context, chain[0].pointer) == 1
        isInstalled = isInstalled && SSL_CTX_use_PrivateKey(context, privateKey.pointer) == 1
        for issuer in chain.dropFirst() where isInstalled {
            isInstalled = COpenSSL_SSL_CTX_add1_chain_cert(context, issuer.pointer) == 1
        }
        guard isInstalled else {
            let reason = ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) } ?? "unknown reason"
            ERR_clear_error()
            throw TLSConfigurationError(.refused, "the certificate in \(certificate.name) is refused: \(reason)")
        }
    }

    private func check(_ certificate: Certificate, at now: CertificateTime) throws(TLSConfigurationError) {
        let summary = CertificateSummary(certificate)
        guard now <= summary.notAfter else {
            throw TLSConfigurationError(
                .expired, "the certificate in \(self.certificate.name) expired on \(summary.notAfter); renew it")
        }
        guard now >= summary.notBefore else {
            throw TLSConfigurationError(
                .notYetValid,
                "the certificate in \(self.certificate.name) is not valid before \(summary.notBefore); check the clock")
        }
    }
}
