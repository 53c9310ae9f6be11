internal import COpenSSL

/// What a certificate says, as far as people and access rules ask.
public struct CertificateSummary: Hashable, Sendable {
    /// Whom it is for: `CN=MedCodes development server`.
    public let subject: String
    /// Who signed it.
    public let issuer: String
    /// The names it is for (subject alternative names): DNS names, addresses, mail addresses, URIs.
    public let names: [String]
    /// The first instant it is valid.
    public let notBefore: CertificateTime
    /// The last instant it is valid.
    public let notAfter: CertificateTime

    /// Reads the first certificate in a PEM text: in a server's file its own, followed by its issuers.
    ///
    /// - Throws: ``TLSConfigurationError`` when it cannot be read or holds no certificate.
    public init(pem: PEMSource) throws(TLSConfigurationError) {
        let certificates = try pem.certificates()
        self.init(certificates[0])  // There is one at least, or it had thrown.
    }

    init(_ certificate: Certificate) {
        defer { extendLifetime(certificate) }
        subject = certificate.subject
        issuer = certificate.issuer
        names = SubjectAlternativeNames(of: certificate).all
        notBefore = CertificateTime(X509_get0_notBefore(certificate.pointer))
        notAfter = CertificateTime(X509_get0_notAfter(certificate.pointer))
    }
}
