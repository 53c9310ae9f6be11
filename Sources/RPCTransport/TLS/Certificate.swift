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

/// Owns a private key of OpenSSL's.
final class PrivateKey {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }
}
