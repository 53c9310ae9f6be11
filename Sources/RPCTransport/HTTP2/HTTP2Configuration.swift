/// What one end of an HTTP/2 connection announces and enforces.
struct HTTP2Configuration: Sendable {
    /// Which end this is.
    enum Role: Sendable { case server, client }

    /// Which end this is.
    var role: Role
    /// Streams the peer may have open at once (SETTINGS_MAX_CONCURRENT_STREAMS). Meaningful for a server.
    var concurrentStreamsMax = 2000
    /// Size of a header list, counted as RFC 9113 section 6.5.2 does: names, values, and 32 bytes for each field.
    var headerListByteCountMax = 16 * 1024
    /// Number of fields in a header list.
    var headerFieldCountMax = 100
    /// Bytes that the peer may send on one stream before we have consumed them.
    var streamWindowByteCount = 256 * 1024
    /// Bytes that the peer may send on all streams together before we have consumed them.
    var connectionWindowByteCount = 1024 * 1024
    /// RST_STREAM frames the peer may send at once, and then per second, before it is sent away (CVE-2023-44487).
    var resetBurst: UInt64 = 1000
    /// See `resetBurst`.
    var resetsPerSecond: UInt64 = 33
    /// Acknowledgements of SETTINGS and PING that may wait to be sent before the peer is sent away (CVE-2019-9512, 9515).
    var waitingAcknowledgementsMax = 1000
    /// CONTINUATION frames behind one HEADERS frame before the peer is sent away (CVE-2024-28182).
    var continuationsMax = 8

    init(role: Role) { self.role = role }
}
