internal import COpenSSL

/// Makes SHA-256 digests of bytes that come in pieces. May be used for one digest after the other, which allocates nothing;
/// by one thread at a time.
public final class SHA256Hasher {
    /// Found once: OpenSSL would look it up for each digest otherwise, which takes longer than a short digest does.
    private nonisolated(unsafe) static let algorithm: OpaquePointer? = EVP_MD_fetch(nil, "SHA2-256", nil)

    private let context: OpaquePointer

    /// A hasher of no bytes yet.
    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1 else {
            fatalError("no memory for a digest, or this OpenSSL lacks SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        let succeeded = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        // It fails only for a context that was never begun.
        precondition(succeeded == 1, "a digest was not begun")
    }

    /// The digest of all that has come since the last one; begins anew.
    public func finish() -> SHA256Digest {
        let digest = SHA256Digest { bytes in
            let succeeded = EVP_DigestFinal_ex(context, bytes.bindMemory(to: UInt8.self).baseAddress, nil)
            precondition(succeeded == 1, "a digest was not begun")
        }
        let succeeded = EVP_DigestInit_ex2(context, nil, nil)
        precondition(succeeded == 1, "a digest cannot be begun anew")
        return digest
    }
}
