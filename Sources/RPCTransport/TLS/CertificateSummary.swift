internal import COpenSSL
internal import Glibc

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
        subject = Self.text(X509_get_subject_name(certificate.pointer))
        issuer = Self.text(X509_get_issuer_name(certificate.pointer))
        names = Self.names(of: certificate.pointer)
        notBefore = CertificateTime(X509_get0_notBefore(certificate.pointer))
        notAfter = CertificateTime(X509_get0_notAfter(certificate.pointer))
    }

    private static func text(_ name: OpaquePointer?) -> String {
        guard let name, let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        // Control characters escaped, so that a name cannot forge a line; other UTF-8 kept.
        let flags = COpenSSL_ASN1_STRFLGS_RFC2253 & ~UInt(ASN1_STRFLGS_ESC_MSB) | UInt(XN_FLAG_SEP_CPLUS_SPC)
        X509_NAME_print_ex(bio, name, 0, flags)
        var data: UnsafeMutablePointer<CChar>?
        let count = COpenSSL_BIO_get_mem_data(bio, &data)
        return String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
    }

    private static func names(of certificate: OpaquePointer) -> [String] {
        guard let list = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
        let names = OpaquePointer(list)
        defer { GENERAL_NAMES_free(names) }
        return (0..<OPENSSL_sk_num(names)).compactMap { index in
            OPENSSL_sk_value(names, index).flatMap { text(generalName: $0.assumingMemoryBound(to: GENERAL_NAME.self)) }
        }
    }

    private static func text(generalName: UnsafePointer<GENERAL_NAME>) -> String? {
        var type: Int32 = 0
        guard let value = GENERAL_NAME_get0_value(generalName, &type) else { return nil }
        switch type {
        case GEN_DNS, GEN_EMAIL, GEN_URI: return String(decoding: bytes(of: value), as: UTF8.self)
        case GEN_IPADD: return address(bytes(of: value))
        default: return nil
        }
    }

    /// The 4 or 16 bytes of an address as people write it.
    private static func address(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        return inet_ntop(family, bytes.baseAddress, &text, socklen_t(text.count)).map { String(cString: $0) }
    }

    private static func bytes(of string: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        let string = string.assumingMemoryBound(to: ASN1_STRING.self)
        return UnsafeRawBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
    }
}
