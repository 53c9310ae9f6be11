internal import COpenSSL
internal import RPCCore

/// One end of a TLS connection as an engine: ciphertext in, plaintext out and back, no I/O.
///
/// What is to be sent to the peer is appended to `output`, which all connections of a loop may share: whoever drives the
/// engine sends it after each call, also after one that throws, since then it holds the alert that tells the peer why.
/// The engine belongs to one loop. It allocates nothing per record; OpenSSL borrows a record buffer while one is open.
final class TLSConnection {
    /// How far the connection has come.
    enum State {
        /// The ends are still agreeing; timers of the handshake run.
        case handshaking
        /// Plaintext flows.
        case established
        /// The peer has said goodbye and sends nothing more; what is sent to it may still arrive.
        case closedByPeer
        /// An error was thrown; nothing more is read or sent.
        case failed
    }

    /// A record's longest plaintext (RFC 8446, section 5.1).
    static let recordByteCountMax = 16_384

    /// Messages behind the handshake that a peer may send whatever else it sends: KeyUpdate (RFC 8446, section 4.6.3), and
    /// a server's tickets. One that has us answer counts twice. Each costs us as much as some kilobytes of data, and
    /// OpenSSL bounds them not at all. It does bound empty records: after 32 in a row it gives up.
    static let lateMessageCountMax = 32
    /// Plaintext of the peer's that entitles it to one more. Those who change keys for safety do it after gigabytes (RFC
    /// 8446, section 5.5).
    static let byteCountPerLateMessage = 1 << 20

    /// How far the connection has come.
    private(set) var state = State.handshaking
    /// Ciphertext for the peer.
    private(set) var output: ByteBuffer

    /// What the BIO has not yet read of the ciphertext given to ``receive(_:into:)``; empty outside of it.
    var input = UnsafeRawBufferPointer(start: nil, count: 0)
    /// What the peer's certificate failed on, noted while it was being verified.
    var refusal: TLSError?

    private let ssl: OpaquePointer
    private let context: TLSContext
    private let role: Role
    private var opening = PeerOpening()
    /// Whether the handshake was done once, whatever came after.
    private var hasBeenEstablished = false
    private var lateMessageCount = 0
    private var receivedByteCount = 0

    private enum Role {
        case server
        case client(serverName: String)
    }

    /// The server's end of a connection.
    static func server(context: TLSContext, output: ByteBuffer) -> TLSConnection {
        TLSConnection(context: context, role: .server, output: output)
    }

    /// The client's end of a connection.
    ///
    /// - Parameter serverName: The DNS name, or IP address without brackets, that the server's certificate must be for.
    static func client(context: TLSContext, serverName: String, output: ByteBuffer) -> TLSConnection {
        TLSConnection(context: context, role: .client(serverName: serverName), output: output)
    }

    /// The peer has sent a message behind the handshake, or we have answered one; called by OpenSSL while it reads.
    func receivedLateMessage() {
        lateMessageCount += 1
        if isFlooded { input = UnsafeRawBufferPointer(start: nil, count: 0) }  // No more of them.
    }

    private var isFlooded: Bool {
        lateMessageCount > Self.lateMessageCountMax + receivedByteCount / Self.byteCountPerLateMessage
    }

    private init(context: TLSContext, role: Role, output: ByteBuffer) {
        self.context = context
        self.role = role
        self.output = output
        ssl = context.makeSSL()
        let bio = WindowBIO.make(for: self)
        SSL_set_bio(ssl, bio, bio)  // Takes the BIO over.
        switch role {
        case .server: SSL_set_accept_state(ssl)
        case .client: SSL_set_connect_state(ssl)
        }
    }

    deinit { SSL_free(ssl) }

    /// Moves the engine to another loop, whose buffer takes what it has to say from now on. The old one must be empty.
    func move(to output: ByteBuffer) { self.output = output }

    /// Begins the handshake: a client's hello is appended to ``output``. A server has nothing to say first.
    ///
    /// - Throws: `wrongName` for a server name that cannot be one, such as the empty text.
    func start() throws(TLSError) {
        guard case .client(let serverName) = role else { return }
        try demandCertificate(for: serverName)
        _ = try continueHandshake()
    }

    /// Takes what came from the peer, all of it, and appends the plaintext in it.
    ///
    /// - Parameters:
    ///   - ciphertext: Cut anywhere; what is left of an incomplete record is kept inside.
    ///   - plaintext: Gets at most as many bytes as came, and one record that was incomplete before.
    /// - Throws: What ended the connection. The plaintext before it has been appended; ``output`` holds an alert.
    func receive(_ ciphertext: UnsafeRawBufferPointer, into plaintext: ByteBuffer) throws(TLSError) {
        if state == .handshaking { opening.receive(ciphertext) }
        input = ciphertext
        defer { input = UnsafeRawBufferPointer(start: nil, count: 0) }
        guard try continueHandshake() else { return }
        while state == .established, try readRecord(into: plaintext), hasMoreToRead {}
    }

    /// The transport has ended, without or after a goodbye.
    ///
    /// - Throws: `endedInHandshake`, or `truncated` when the peer had not said goodbye.
    func receiveEnd() throws(TLSError) {
        switch state {
        case .handshaking: throw fail(opening.endedInHandshake(peer: peerNoun))
        case .established: throw fail(TLSError(.truncated, "the \(peerNoun) closed the connection without a goodbye"))
        case .closedByPeer, .failed: return
        }
    }

    /// Encrypts the bytes into ``output``, as records of up to 16 KB. To be called once the handshake is done; after an
    /// error it does nothing.
    func send(_ plaintext: UnsafeRawBufferPointer) throws(TLSError) {
        guard !plaintext.isEmpty, state == .established || state == .closedByPeer else { return }
        Self.clearErrors()
        var byteCount = 0
        // The BIO takes everything, so a write is never partial.
        guard SSL_write_ex(ssl, plaintext.baseAddress, plaintext.count, &byteCount) == 1 else {
            throw fail(lastError())
        }
    }

    /// Says goodbye to the peer (`close_notify`); nothing may be sent afterwards.
    func shutDown() {
        guard state == .established || state == .closedByPeer else { return }
        ERR_clear_error()
        SSL_shutdown(ssl)
    }

    /// Who the peer is by its certificate, which has been verified; nil when it gave none or the handshake is not done.
    var peerCertificate: CertificateSummary? { verifiedCertificate.map { CertificateSummary($0) } }

    /// The same for handlers of calls.
    var peerIdentity: PeerIdentity? { verifiedCertificate.map { PeerIdentity($0) } }

    private var verifiedCertificate: Certificate? {
        guard hasBeenEstablished else { return nil }
        return SSL_get1_peer_certificate(ssl).map { Certificate(taking: $0) }
    }

    /// The peer as messages call it.
    private var peerNoun: String { if case .server = role { "client" } else { "server" } }
}

extension TLSConnection {
    /// Goes on with the handshake as far as the input allows. Returns whether it is done.
    private func continueHandshake() throws(TLSError) -> Bool {
        guard state == .handshaking else { return true }
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        guard result == 1 else {
            if SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ { return false }
            throw fail(lastError())
        }
        guard hasAgreedOnHTTP2 else {
            throw fail(TLSError(.noHTTP2, "the \(peerNoun) agreed on no HTTP/2 (ALPN h2); is it a gRPC \(peerNoun)?"))
        }
        state = .established
        hasBeenEstablished = true
        return true
    }

    /// Whether reading on may give something: there is input, or what OpenSSL keeps of it. To ask is cheaper than to try.
    private var hasMoreToRead: Bool { !input.isEmpty || SSL_has_pending(ssl) == 1 }

    /// Appends the plaintext of the next record. Returns false when more input is needed or the peer says goodbye.
    private func readRecord(into plaintext: ByteBuffer) throws(TLSError) -> Bool {
        Self.clearErrors()
        var result: Int32 = 0
        plaintext.append(upTo: Self.recordByteCountMax) { room in
            var byteCount = 0
            result = SSL_read_ex(ssl, room.baseAddress, room.count, &byteCount)
            receivedByteCount &+= byteCount
            return byteCount
        }
        guard !isFlooded else {
            throw fail(TLSError(.protocolViolation, "the \(peerNoun) changes its keys again and again"))
        }
        if result == 1 { return true }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return false
        case SSL_ERROR_ZERO_RETURN:
            state = .closedByPeer
            return false
        default: throw fail(lastError())
        }
    }

    /// Empties this thread's queue of errors, which `SSL_get_error` reads. Nearly always it is empty, which is found out in
    /// a fifth of the time that emptying it takes.
    private static func clearErrors() { if ERR_peek_error() != 0 { ERR_clear_error() } }

    private func lastError() -> TLSError {
        if let refusal { return refusal }
        if state == .handshaking, let error = opening.notTLS(peer: peerNoun) { return error }
        return TLSError(code: ERR_peek_error(), peer: peerNoun)
    }

    private func fail(_ error: TLSError) -> TLSError {
        state = .failed
        ERR_clear_error()
        return error
    }

    private var hasAgreedOnHTTP2: Bool {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        return UnsafeBufferPointer(start: name, count: Int(length)).elementsEqual("h2".utf8)
    }

    /// Has the server's certificate verified for its name; the name is also sent, unless it is an address (RFC 6066,
    /// section 3).
    private func demandCertificate(for serverName: String) throws(TLSError) {
        SSL_set_verify(ssl, SSL_VERIFY_PEER, noteRefusedCertificate)
        let isAddress = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), serverName) == 1
        guard !isAddress else { return }
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        guard !serverName.isEmpty, SSL_set1_host(ssl, serverName) == 1,
            COpenSSL_SSL_set_tlsext_host_name(ssl, serverName) == 1
        else { throw fail(TLSError(.wrongName, "'\(serverName)' cannot be the name of a server")) }
    }

    /// The name that the server's certificate must be for; nil at the server's end.
    var serverName: String? { if case .client(let name) = role { name } else { nil } }
}
