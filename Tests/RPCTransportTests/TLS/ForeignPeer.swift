import COpenSSL
import Testing

/// A TLS peer that is not ours: plain OpenSSL with the settings a test asks for, over memory.
final class ForeignPeer {
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    /// A client.
    init(maximumVersion: Int32 = TLS1_3_VERSION, protocols: [String]) throws {
        context = try #require(SSL_CTX_new(TLS_method()))
        COpenSSL_SSL_CTX_set_max_proto_version(context, maximumVersion)
        let list = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        if !list.isEmpty { SSL_CTX_set_alpn_protos(context, list, UInt32(list.count)) }
        ssl = try #require(SSL_new(context))
        input = try #require(BIO_new(BIO_s_mem()))
        output = try #require(BIO_new(BIO_s_mem()))
        SSL_set_bio(ssl, input, output)
        SSL_set_connect_state(ssl)
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    /// Takes bytes, goes on with the handshake, and gives the bytes to send.
    func advance(_ bytes: [UInt8]) -> [UInt8] {
        if !bytes.isEmpty { BIO_write(input, bytes, Int32(bytes.count)) }
        ERR_clear_error()
        _ = SSL_do_handshake(ssl)
        var data: UnsafeMutablePointer<CChar>?
        let count = COpenSSL_BIO_get_mem_data(output, &data)
        let produced = Array(UnsafeRawBufferPointer(start: data, count: count))
        BIO_ctrl(output, BIO_CTRL_RESET, 0, nil)
        return produced
    }

    /// The number of the alert that ended the handshake; nil when none did.
    var alert: Int32? {
        let reason = ERR_GET_REASON(ERR_peek_error())
        return reason >= 1000 ? reason - 1000 : nil
    }
}
