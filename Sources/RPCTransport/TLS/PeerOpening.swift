/// The first bytes a peer sent, kept to tell a peer that speaks no TLS from one that fails at it.
struct PeerOpening {
    private static let byteCountMax = 5

    private var bytes: [UInt8] = []

    /// Takes what came; only the first bytes of the connection count.
    mutating func receive(_ ciphertext: UnsafeRawBufferPointer) {
        guard bytes.count < Self.byteCountMax else { return }
        bytes += ciphertext.prefix(Self.byteCountMax - bytes.count)
    }

    /// The error when the bytes cannot begin a TLS record, whose first byte is its type, 20 to 23 (RFC 8446, section
    /// 5.1); nil when they can.
    func notTLS(peer: String) -> TLSError? {
        guard let first = bytes.first, !(20...23).contains(first) else { return nil }
        return TLSError(.notTLS, "the \(peer) does not speak TLS: it sent \(guess)")
    }

    /// The error for a connection that ended before the handshake did.
    func endedInHandshake(peer: String) -> TLSError {
        if let error = notTLS(peer: peer) { return error }
        let hint = bytes.isEmpty ? " before it said anything; does it speak TLS?" : ""
        return TLSError(.endedInHandshake, "the \(peer) closed the connection during the TLS handshake\(hint)")
    }

    private var guess: String {
        switch String(decoding: bytes, as: UTF8.self) {
        case "HTTP/", "GET /", "POST ", "HEAD ", "PUT /": "plain HTTP/1"
        case "PRI *": "plain HTTP/2"
        default: bytes.count > 3 && bytes[3] == 4 ? "plain HTTP/2" : "something else"  // 4: the SETTINGS frame.
        }
    }
}
