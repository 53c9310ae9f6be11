internal import CNghttp2

/// Owns an `nghttp2_session`: made in `init`, freed in `deinit`.
final class Session {
    let pointer: OpaquePointer

    /// Held, since the session gives its memory back to it at the end.
    private let memory: SessionMemory?

    /// A session with our callbacks and limits.
    ///
    /// - Parameter memory: Where it takes its memory from; nil for `malloc`.
    init(configuration: HTTP2Configuration, memory: SessionMemory? = nil) throws(HTTP2Failure) {
        var callbacks: OpaquePointer?
        var options: OpaquePointer?
        try Self.check(nghttp2_session_callbacks_new(&callbacks))
        defer { nghttp2_session_callbacks_del(callbacks) }
        try Self.check(nghttp2_option_new(&options))
        defer { nghttp2_option_del(options) }
        setCallbacks(callbacks)
        Self.setOptions(options, configuration)

        var session: OpaquePointer?
        let make = { (functions: UnsafeMutablePointer<nghttp2_mem>?) -> Int32 in
            switch configuration.role {
            case .server: nghttp2_session_server_new3(&session, callbacks, nil, options, functions)
            case .client: nghttp2_session_client_new3(&session, callbacks, nil, options, functions)
            }
        }
        try Self.check(memory?.withFunctions(make) ?? make(nil))
        guard let session else { throw HTTP2Failure(libraryCode: Int(NGHTTP2_ERR_NOMEM.rawValue)) }
        pointer = session
        self.memory = memory
    }

    deinit { nghttp2_session_del(pointer) }

    /// What the callbacks get as their last argument; set before the first call that may call back.
    func setUserData(_ pointer: UnsafeMutableRawPointer) { nghttp2_session_set_user_data(self.pointer, pointer) }

    /// Queues SETTINGS and widens the connection's window.
    ///
    /// - Returns: The SETTINGS frame that the peer is to get in the place of the one that nghttp2 makes, which comes first
    ///   of all; nil when it is the same. They differ in the number of streams that the peer may have open: to one more
    ///   than nghttp2 knows of, it answers with the end of the connection, and every call on it. So it is told of no limit,
    ///   and ``HTTP2Connection`` refuses that stream alone (RFC 9113 section 5.1.2).
    func announce(_ configuration: HTTP2Configuration) throws(HTTP2Failure) -> [UInt8]? {
        let settings = Self.settings(configuration)
        let flags = UInt8(NGHTTP2_FLAG_NONE.rawValue)
        try Self.check(nghttp2_submit_settings(pointer, flags, settings, settings.count))
        try Self.check(
            nghttp2_session_set_local_window_size(pointer, flags, 0, Int32(configuration.connectionWindowByteCount)))
        guard configuration.role == .server else { return nil }
        let limit = Self.setting(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, configuration.concurrentStreamsMax)
        return try Self.frame(settings + [limit])
    }

    private static func settings(_ configuration: HTTP2Configuration) -> [nghttp2_settings_entry] {
        var entries = [
            Self.setting(
                NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,
                configuration.role == .server ? configuration.firstWindowByteCount : configuration.streamWindowByteCount
            ),
            Self.setting(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, configuration.headerListByteCountMax),
            // Calls have no order among them: RFC 9218 replaces the tree of dependencies, which costs time and memory.
            Self.setting(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
        ]
        if configuration.role == .client { entries.append(Self.setting(NGHTTP2_SETTINGS_ENABLE_PUSH, 0)) }
        return entries
    }

    /// A SETTINGS frame (RFC 9113 section 6.5).
    private static func frame(_ settings: [nghttp2_settings_entry]) throws(HTTP2Failure) -> [UInt8] {
        let byteCount = settings.count * 6
        var payload = [UInt8](repeating: 0, count: byteCount)
        let packed = nghttp2_pack_settings_payload(&payload, byteCount, settings, settings.count)
        guard packed == byteCount else { throw HTTP2Failure(libraryCode: packed) }
        return [0, 0, UInt8(byteCount), UInt8(NGHTTP2_SETTINGS.rawValue), 0, 0, 0, 0, 0] + payload
    }

    private static func setOptions(_ options: OpaquePointer?, _ configuration: HTTP2Configuration) {
        // Windows open again when the payload has been used, not when it has been received.
        nghttp2_option_set_no_auto_window_update(options, 1)
        // Closed streams are of no use without a tree of dependencies.
        nghttp2_option_set_no_closed_streams(options, 1)
        nghttp2_option_set_max_continuations(options, configuration.floodLimits.continuationsMax)
        nghttp2_option_set_max_outbound_ack(options, configuration.waitingAcknowledgementsMax)
        // Counted by HTTP2Connection instead, together with what nghttp2 does not count, and by the loop's clock.
        nghttp2_option_set_stream_reset_rate_limit(options, .max, 1)
        nghttp2_option_set_max_send_header_block_length(options, 256 * 1024)
    }

    private static func setting(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
        nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
    }

    private static func check(_ status: Int32) throws(HTTP2Failure) {
        guard status == 0 else { throw HTTP2Failure(libraryCode: Int(status)) }
    }
}
