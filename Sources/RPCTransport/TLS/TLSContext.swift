internal import COpenSSL

/// What all TLS connections of a server, or to a group of servers, have in common: certificates, trust and rules.
///
/// TLS 1.3 with AES-128-GCM, AES-256-GCM or ChaCha20-Poly1305 over X25519 or P-256; HTTP/2 only (ALPN `h2`, RFC 7301); no
/// early data, no compression, no session tickets unless asked for. Immutable, so one context serves any number of loops;
/// certificates that change make a new context, and connections go on with the one they began with.
public final class TLSContext: @unchecked Sendable {
    // Sendable because the SSL_CTX is changed before the initializer returns only, and SSL_new, the one use after that,
    // takes its lock for what it counts (openssl-threads(7)).

    private static let cipherSuites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    private static let groups = "X25519:P-256"
    /// Names what sessions are for. The keys that seal tickets are each context's own, so none is good with another.
    private static let sessionPurpose = "gRPC"

    /// Changed in tests only.
    let context: OpaquePointer

    /// The context of a server.
    ///
    /// - Parameters:
    ///   - identity: What the server shows its clients.
    ///   - clientAuthorities: Who must have signed the certificates that clients show; nil when clients show none.
    ///   - demandsClientCertificate: Whether clients must show one then. One that is not good ends the handshake anyway.
    ///   - sessionTicketCount: Tickets that a client is given to shorten later handshakes: none, for the reasons in
    ///     <doc:0001-no-session-tickets>.
    ///   - now: The time that the identity must be valid at.
    /// - Throws: ``TLSConfigurationError``, also for a certificate that has expired.
    public static func server(
        identity: TLSIdentity, clientAuthorities: PEMSource? = nil, demandsClientCertificate: Bool = true,
        sessionTicketCount: Int = 0, now: CertificateTime = .now
    ) throws(TLSConfigurationError) -> TLSContext {
        let context = try TLSContext()
        context.giveTickets(sessionTicketCount)
        try identity.install(in: context.context, at: now)
        SSL_CTX_set_options(context.context, COpenSSL_SSL_OP_CIPHER_SERVER_PREFERENCE)
        SSL_CTX_set_client_hello_cb(context.context, refuseHelloWithoutALPN, nil)
        SSL_CTX_set_alpn_select_cb(context.context, selectHTTP2, nil)
        if let clientAuthorities {
            try context.trust(clientAuthorities)
            let mode = SSL_VERIFY_PEER | (demandsClientCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0)
            SSL_CTX_set_verify(context.context, mode, noteRefusedCertificate)
        }
        return context
    }

    /// The context of a client.
    ///
    /// - Parameters:
    ///   - trust: Who must have signed the certificates that servers show.
    ///   - identity: What the client shows servers that ask; nil for nothing.
    ///   - now: The time that the identity must be valid at.
    /// - Throws: ``TLSConfigurationError``, also for a certificate that has expired.
    public static func client(
        trust: TLSTrust = .system, identity: TLSIdentity? = nil, now: CertificateTime = .now
    ) throws(TLSConfigurationError) -> TLSContext {
        let context = try TLSContext()
        try identity?.install(in: context.context, at: now)
        switch trust {
        case .system: SSL_CTX_set_default_verify_paths(context.context)
        case .authorities(let source): try context.trust(source)
        }
        // Verification itself is switched on with the server's name, for each connection.
        let protocols: [UInt8] = [2] + Array("h2".utf8)
        guard SSL_CTX_set_alpn_protos(context.context, protocols, UInt32(protocols.count)) == 0 else {
            throw TLSConfigurationError(.refused, "no memory for a TLS context")
        }
        return context
    }

    private init() throws(TLSConfigurationError) {
        guard let context = SSL_CTX_new(TLS_method()) else {
            throw TLSConfigurationError(.refused, "no memory for a TLS context")
        }
        self.context = context
        SSL_CTX_set_info_callback(context, noteLateMessage)
        // The mode frees the record buffers of idle connections: 37 instead of 48 KB each.
        COpenSSL_SSL_CTX_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
        COpenSSL_SSL_CTX_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        SSL_CTX_set_options(
            context,
            COpenSSL_SSL_OP_NO_COMPRESSION | COpenSSL_SSL_OP_NO_RENEGOTIATION | COpenSSL_SSL_OP_NO_TICKET)
        SSL_CTX_set_num_tickets(context, 0)
        guard COpenSSL_SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1,
            SSL_CTX_set_ciphersuites(context, Self.cipherSuites) == 1,
            COpenSSL_SSL_CTX_set1_groups_list(context, Self.groups) == 1
        else { throw TLSConfigurationError(.refused, "this OpenSSL lacks TLS 1.3, its cipher suites or its groups") }
    }

    deinit { SSL_CTX_free(context) }

    private func giveTickets(_ count: Int) {
        guard count > 0 else { return }
        SSL_CTX_clear_options(context, COpenSSL_SSL_OP_NO_TICKET)
        SSL_CTX_set_num_tickets(context, count)
        SSL_CTX_set_session_id_context(context, Self.sessionPurpose, UInt32(Self.sessionPurpose.utf8.count))
    }

    /// The certificate that this end shows; nil for a client that shows none.
    public var certificate: CertificateSummary? {
        SSL_CTX_get0_certificate(context).map { CertificateSummary(Certificate(retaining: $0)) }
    }

    /// An SSL for a connection, which frees it.
    func makeSSL() -> OpaquePointer {
        guard let ssl = SSL_new(context) else { fatalError("no memory for a TLS connection") }
        return ssl
    }

    /// Verifies peers as of this time instead of the wall clock's; for tests, before the first connection.
    func verify(at time: CertificateTime) {
        X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(context), time.unixSeconds)
    }

    private func trust(_ source: PEMSource) throws(TLSConfigurationError) {
        let store = SSL_CTX_get_cert_store(context)
        for authority in try source.certificates() {
            guard X509_STORE_add_cert(store, authority.pointer) == 1,
                SSL_CTX_add_client_CA(context, authority.pointer) == 1
            else { throw TLSConfigurationError(.refused, "the authority in \(source.name) is refused by OpenSSL") }
        }
    }
}

/// Tells a connection of each message behind the handshake: then OpenSSL runs through its states once more.
private func noteLateMessage(_ ssl: OpaquePointer?, _ event: Int32, _ result: Int32) {
    guard event & SSL_CB_EXIT != 0, result == 1, let ssl, let connection = WindowBIO.connection(of: ssl),
        connection.state == .established
    else { return }
    connection.receivedLateMessage()
}

/// Refuses a client that offers no application protocol: the selection below is asked about offers only.
private func refuseHelloWithoutALPN(
    _ ssl: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?, _ argument: UnsafeMutableRawPointer?
) -> Int32 {
    var offer: UnsafePointer<UInt8>?
    var byteCount = 0
    let type = UInt32(TLSEXT_TYPE_application_layer_protocol_negotiation)
    if SSL_client_hello_get0_ext(ssl, type, &offer, &byteCount) == 1 { return SSL_CLIENT_HELLO_SUCCESS }
    alert?.pointee = SSL_AD_NO_APPLICATION_PROTOCOL
    return SSL_CLIENT_HELLO_ERROR
}

/// Selects `h2` from the client's offer, a list of names with their lengths before them (RFC 7301, section 3.1).
private func selectHTTP2(
    _ ssl: OpaquePointer?, _ selected: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ selectedLength: UnsafeMutablePointer<UInt8>?, _ offer: UnsafePointer<UInt8>?, _ offerLength: UInt32,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 {
    var rest = UnsafeBufferPointer(start: offer, count: Int(offerLength))[...]
    while let length = rest.popFirst(), length <= rest.count {
        let name = rest.prefix(Int(length))
        if name.elementsEqual("h2".utf8) {
            selected?.pointee = UnsafeBufferPointer(rebasing: name).baseAddress
            selectedLength?.pointee = length
            return SSL_TLSEXT_ERR_OK
        }
        rest = rest.dropFirst(Int(length))
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}
