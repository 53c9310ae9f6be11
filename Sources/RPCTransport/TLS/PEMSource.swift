internal import COpenSSL

/// Where a certificate or key comes from, in PEM: the text form with `-----BEGIN` lines (RFC 7468).
public enum PEMSource: Hashable, Sendable {
    /// A file, by its path.
    case file(String)
    /// The text itself.
    case text(String)

    /// Longer files are no certificates.
    private static let byteCountMax = 4 << 20

    /// The file's path; nil for a text.
    var path: String? { if case .file(let path) = self { path } else { nil } }

    /// What messages call it.
    var name: String {
        switch self {
        case .file(let path): "'\(path)'"
        case .text: "the PEM text"
        }
    }

    /// All certificates in it, at least one, in order.
    func certificates() throws(TLSConfigurationError) -> [Certificate] {
        let bytes = try bytes()
        let bio = try Self.bio(over: bytes)
        defer { BIO_free(bio) }
        var certificates: [Certificate] = []
        ERR_clear_error()
        while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) {
            certificates.append(Certificate(taking: certificate))
        }
        let isAtEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        ERR_clear_error()
        guard isAtEnd, !certificates.isEmpty else { throw noCertificate(in: bytes, isDamaged: !isAtEnd) }
        return certificates
    }

    /// The private key in it.
    func privateKey() throws(TLSConfigurationError) -> PrivateKey {
        let bytes = try bytes()
        let bio = try Self.bio(over: bytes)
        defer { BIO_free(bio) }
        ERR_clear_error()
        var wasAskedForPassphrase = false
        let key = withUnsafeMutablePointer(to: &wasAskedForPassphrase) {
            PEM_read_bio_PrivateKey(bio, nil, refusePassphrase, $0)
        }
        ERR_clear_error()
        if let key { return PrivateKey(taking: key) }
        guard !wasAskedForPassphrase else {
            throw TLSConfigurationError(
                .encryptedKey, "the private key in \(name) has a passphrase; decrypt it with 'openssl pkey' first")
        }
        throw noKey(in: bytes)
    }

    private func bytes() throws(TLSConfigurationError) -> [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .file(let path): try SmallFile.read(path, byteCountMax: Self.byteCountMax)
        }
    }

    /// A BIO that reads a copy of the bytes.
    private static func bio(over bytes: [UInt8]) throws(TLSConfigurationError) -> OpaquePointer {
        guard let bio = BIO_new(BIO_s_mem()) else { throw TLSConfigurationError(.refused, "no memory for a BIO") }
        bytes.withUnsafeBytes { _ = BIO_write(bio, $0.baseAddress, Int32($0.count)) }
        return bio
    }

    private func noCertificate(in bytes: [UInt8], isDamaged: Bool) -> TLSConfigurationError {
        if isDamaged, Self.hasPEM("CERTIFICATE", in: bytes) {
            return TLSConfigurationError(.malformed, "the certificate in \(name) is damaged")
        }
        let hint = Self.hasPEM("PRIVATE KEY", in: bytes) ? "; it holds a private key" : ""
        return TLSConfigurationError(.malformed, "no PEM certificate in \(name)\(hint)")
    }

    private func noKey(in bytes: [UInt8]) -> TLSConfigurationError {
        if Self.hasPEM("PRIVATE KEY", in: bytes) {
            return TLSConfigurationError(.malformed, "the private key in \(name) is damaged")
        }
        let hint = Self.hasPEM("CERTIFICATE", in: bytes) ? "; it holds a certificate" : ""
        return TLSConfigurationError(.malformed, "no PEM private key in \(name)\(hint)")
    }

    /// Whether some `-----BEGIN … LABEL-----` line is there.
    private static func hasPEM(_ label: String, in bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).contains {
            $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("\(label)-----")
        }
    }
}

/// Tells that the key needs a passphrase, which we neither have nor ask a terminal for.
private func refusePassphrase(
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int32, _ isForWriting: Int32, _ flag: UnsafeMutableRawPointer?
) -> Int32 {
    flag?.assumingMemoryBound(to: Bool.self).pointee = true
    return -1
}
