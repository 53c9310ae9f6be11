internal import COpenSSL

/// Owns an X.509 certificate of OpenSSL's.
final class Certificate {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    /// Takes a reference of its own.
    init(retaining pointer: OpaquePointer) {
        X509_up_ref(pointer)
        self.pointer = pointer
    }

    deinit { X509_free(pointer) }

    /// Whether this certificate's signature was made with the other one's key.
    func isSigned(by issuer: Certificate) -> Bool {
        defer { ERR_clear_error() }
        return X509_verify(pointer, X509_get0_pubkey(issuer.pointer)) == 1
    }
}

// MARK: What it says

extension Certificate {
    /// Whom it is for: `CN=MedCodes development server`.
    var subject: String {
        defer { extendLifetime(self) }
        return Self.text(X509_get_subject_name(pointer))
    }

    /// Who signed it.
    var issuer: String {
        defer { extendLifetime(self) }
        return Self.text(X509_get_issuer_name(pointer))
    }

    /// Its number in upper-case hexadecimal, without leading zeros.
    var serialNumber: String {
        defer { extendLifetime(self) }
        guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(pointer), nil) else { return "" }
        defer { BN_free(number) }
        guard let digits = BN_bn2hex(number) else { return "" }
        defer { CRYPTO_free(digits, #fileID, #line) }
        let text = String(cString: digits)  // Two digits for each byte.
        return text.hasPrefix("0") && text != "0" ? String(text.dropFirst()) : text
    }

    /// The SHA-256 of its DER form, in lower-case hexadecimal.
    var fingerprint: String {
        defer { extendLifetime(self) }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var byteCount: UInt32 = 0
        guard X509_digest(pointer, EVP_sha256(), &digest, &byteCount) == 1 else { return "" }
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.prefix(Int(byteCount)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
        return String(decoding: text, as: UTF8.self)
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
}

/// Owns a private key of OpenSSL's.
final class PrivateKey {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }
}
