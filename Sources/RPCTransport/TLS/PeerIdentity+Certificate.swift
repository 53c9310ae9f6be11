internal import COpenSSL
internal import RPCCore

extension PeerIdentity {
    /// What a verified certificate says of its owner.
    convenience init(_ certificate: Certificate) {
        defer { extendLifetime(certificate) }
        let names = SubjectAlternativeNames(of: certificate)
        self.init(
            subject: certificate.subject, dnsNames: names.dnsNames, uris: names.uris, addresses: names.addresses,
            mailAddresses: names.mailAddresses, serialNumber: certificate.serialNumber,
            notAfterUnixSeconds: CertificateTime(X509_get0_notAfter(certificate.pointer)).unixSeconds,
            fingerprint: certificate.fingerprint)
    }
}
