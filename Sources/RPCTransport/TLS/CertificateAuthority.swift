internal import COpenSSL

/// An authority that signs certificates for development and tests: ECDSA over P-256 with SHA-256, X.509 v3 (RFC 5280).
struct CertificateAuthority {
    /// From when until when a certificate is valid.
    typealias Validity = ClosedRange<CertificateTime>

    /// What a certificate may be used for.
    enum Usage: String {
        case server = "serverAuth"
        case client = "clientAuth"
    }

    let certificate: Certificate
    private let key: PrivateKey

    /// An authority with a new key, known by this name.
    init(name: String, validity: Validity) throws(TLSConfigurationError) {
        key = try Self.makeKey()
        certificate = try Self.draft(name: name, key: key, validity: validity)
        try Self.sign(
            certificate, issuer: certificate, key: key,
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ])
    }

    /// A certificate with a new key.
    ///
    /// - Parameters:
    ///   - name: The common name, for people.
    ///   - alternativeNames: The names it is for, as OpenSSL's configuration spells them: `DNS:localhost,IP:::1`.
    func issue(
        name: String, alternativeNames: String, usage: Usage, validity: Validity
    ) throws(TLSConfigurationError) -> (certificate: Certificate, key: PrivateKey) {
        let key = try Self.makeKey()
        let certificate = try Self.draft(name: name, key: key, validity: validity)
        try Self.sign(
            certificate, issuer: self.certificate, key: self.key,
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, usage.rawValue), (NID_subject_key_identifier, "hash"),
                (NID_authority_key_identifier, "keyid"), (NID_subject_alt_name, alternativeNames),
            ])
        return (certificate, key)
    }

    private static func makeKey() throws(TLSConfigurationError) -> PrivateKey {
        guard let key = COpenSSL_EVP_EC_gen("P-256") else { throw failure }
        return PrivateKey(taking: key)
    }

    /// A certificate with everything but issuer, extensions and signature.
    private static func draft(
        name: String, key: PrivateKey, validity: Validity
    ) throws(TLSConfigurationError) -> Certificate {
        guard let pointer = X509_new() else { throw failure }
        let certificate = Certificate(taking: pointer)
        let isComplete =
            X509_set_version(pointer, Int(X509_VERSION_3)) == 1 && setRandomSerial(of: pointer)
            && ASN1_TIME_set(X509_getm_notBefore(pointer), validity.lowerBound.unixSeconds) != nil
            && ASN1_TIME_set(X509_getm_notAfter(pointer), validity.upperBound.unixSeconds) != nil
            && X509_NAME_add_entry_by_NID(
                X509_get_subject_name(pointer), NID_commonName, MBSTRING_UTF8, name, -1, -1, 0) == 1
            && X509_set_pubkey(pointer, key.pointer) == 1
        guard isComplete else { throw failure }
        return certificate
    }

    /// 64 random bits and a leading one, so that no two certificates of an issuer share a serial number.
    private static func setRandomSerial(of certificate: OpaquePointer) -> Bool {
        var random = [UInt8](repeating: 0, count: 8)
        guard RAND_bytes(&random, Int32(random.count)) == 1,
            let number = BN_bin2bn([1] + random, Int32(random.count + 1), nil)
        else { return false }
        defer { BN_free(number) }
        return BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
    }

    private static func sign(
        _ certificate: Certificate, issuer: Certificate, key: PrivateKey, extensions: [(kind: Int32, value: String)]
    ) throws(TLSConfigurationError) {
        let pointer = certificate.pointer
        guard X509_set_issuer_name(pointer, X509_get_subject_name(issuer.pointer)) == 1 else { throw failure }
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer.pointer, pointer, nil, nil, 0)
        for (kind, value) in extensions {
            guard let made = X509V3_EXT_conf_nid(nil, &context, kind, value) else { throw failure }
            defer { X509_EXTENSION_free(made) }
            guard X509_add_ext(pointer, made, -1) == 1 else { throw failure }
        }
        guard X509_sign(pointer, key.pointer, EVP_sha256()) > 0 else { throw failure }
    }

    private static var failure: TLSConfigurationError {
        let reason = ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) } ?? "no memory"
        ERR_clear_error()
        return TLSConfigurationError(.refused, "OpenSSL cannot make a certificate: \(reason)")
    }
}

extension Certificate {
    /// The certificate in PEM.
    var pem: String {
        pemText { PEM_write_bio_X509($0, pointer) }
    }
}

extension PrivateKey {
    /// The key in PEM (PKCS #8), without a passphrase.
    var pem: String {
        pemText { PEM_write_bio_PrivateKey($0, pointer, nil, nil, 0, nil, nil) }
    }
}

/// What `write` writes; empty when there is no memory.
private func pemText(_ write: (OpaquePointer) -> Int32) -> String {
    guard let bio = BIO_new(BIO_s_mem()) else { return "" }
    defer { BIO_free(bio) }
    guard write(bio) == 1 else { return "" }
    var data: UnsafeMutablePointer<CChar>?
    let count = COpenSSL_BIO_get_mem_data(bio, &data)
    return String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
}
