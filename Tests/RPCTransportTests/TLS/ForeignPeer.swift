import COpenSSL
import Testing

/// A TLS peer that is not ours: plain OpenSSL with the settings a test asks for, over memory.
final class ForeignPeer {
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    /// A client.
    ///
    /// - Parameter session: What it tries to resume.
    init(maximumVersion: Int32 = TLS1_3_VERSION, protocols: [String], session: OpaquePointer? = nil) throws {
        context = try #require(SSL_CTX_new(TLS_method()))
        COpenSSL_SSL_CTX_set_max_proto_version(context, maximumVersion)
        let list = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        if !list.isEmpty { SSL_CTX_set_alpn_protos(context, list, UInt32(list.count)) }
        ssl = try #require(SSL_new(context))
        input = try #require(BIO_new(BIO_s_mem()))
        output = try #require(BIO_new(BIO_s_mem()))
        SSL_set_bio(ssl, input, output)
        SSL_set_connect_state(ssl)
        if let session { SSL_set_session(ssl, session) }
    }

    /// The session as it is now, with the ticket that came last; to be freed by the caller.
    func takeSession() -> OpaquePointer? {
        // OpenSSL lets no session be resumed whose connection was freed without a goodbye.
        SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        return SSL_get1_session(ssl)
    }

    /// Whether the session that was tried has been resumed.
    var hasResumed: Bool { SSL_session_reused(ssl) == 1 }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    /// Takes bytes, goes on with the handshake, and gives the bytes to send.
    func advance(_ bytes: [UInt8]) -> [UInt8] {
        if !bytes.isEmpty { BIO_write(input, bytes, Int32(bytes.count)) }
        ERR_clear_error()
        _ = SSL_do_handshake(ssl)
        return produced()
    }

    /// Changes its keys so often.
    ///
    /// - Parameter isMutual: Whether the other end is asked to do the same each time.
    func changeKeys(_ count: Int, isMutual: Bool) -> [UInt8] {
        for _ in 0..<count {
            SSL_key_update(ssl, isMutual ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED)
            SSL_do_handshake(ssl)
        }
        return produced()
    }

    /// Encrypts the bytes.
    func send(_ bytes: [UInt8]) -> [UInt8] {
        SSL_write(ssl, bytes, Int32(bytes.count))
        return produced()
    }

    /// Takes bytes, and gives the plaintext in them.
    func receive(_ bytes: [UInt8]) -> [UInt8] {
        BIO_write(input, bytes, Int32(bytes.count))
        var plaintext = [UInt8](repeating: 0, count: 65_536)
        let count = SSL_read(ssl, &plaintext, Int32(plaintext.count))
        return Array(plaintext.prefix(Int(max(count, 0))))
    }

    private func produced() -> [UInt8] {
        var data: UnsafeMutablePointer<CChar>?
        let count = COpenSSL_BIO_get_mem_data(output, &data)
        let bytes = Array(UnsafeRawBufferPointer(start: data, count: count))
        BIO_ctrl(output, BIO_CTRL_RESET, 0, nil)
        return bytes
    }

    /// The number of the alert that ended the handshake; nil when none did.
    var alert: Int32? {
        let reason = ERR_GET_REASON(ERR_peek_error())
        return reason >= 1000 ? reason - 1000 : nil
    }
}
