internal import EventLoop

/// A connection that may speak HTTP/2 now, on its way from the loop that opened it to the one that serves it.
struct OpenedConnection: @unchecked Sendable {
    // Sendable because whoever makes one keeps nothing of it: the TLS engine in it, which belongs to one loop at a time, is
    // used on the loop that opened it before the letter is posted, and on the loop that reads the letter after.

    let socket: Socket
    /// The server's end, established; nil for plaintext, which tests use.
    let tls: TLSConnection?
    /// What the client sent right behind the handshake, decrypted.
    let plaintext: [UInt8]
    /// Until when the client must have sent its preface, in nanoseconds of the loops' common clock.
    let deadline: UInt64
}
