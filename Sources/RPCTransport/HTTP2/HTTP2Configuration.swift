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
    /// Streams the peer may have reset at once, by RST_STREAM or by an error that has us reset them (CVE-2023-44487,
    /// CVE-2025-8671). One more, and it is sent away.
    var resetBurst = 1000
    /// What each second adds to `resetBurst` when it is used up.
    var resetsPerSecond = 33
    /// Frames without a call in them that the peer may send at once: PING, SETTINGS, PRIORITY, WINDOW_UPDATE, and empty
    /// DATA (CVE-2019-9512, 9513, 9515, 9518). One more, and it is sent away. Header lists, and payload in both
    /// directions, add `idleFramesEarned` each. Frames of unknown types cost nothing and do not count.
    var idleFrameBurst = 1000
    /// What each second adds to `idleFrameBurst` when it is used up.
    var idleFramesPerSecond = 100
    /// How many idle frames a frame that serves a call pays for. For a DATA frame, clients send two WINDOW_UPDATEs at most.
    var idleFramesEarned = 2
    /// How many idle frames a busy peer can save up, so that it may answer many frames at once.
    var idleFrameCountMax = 10_000
    /// Acknowledgements of SETTINGS and PING that may wait to be sent before the connection is given up; more than a
    /// peer can save up, so that it is told.
    var waitingAcknowledgementsMax = 11_000
    /// CONTINUATION frames behind one HEADERS frame before the peer is sent away (CVE-2024-28182).
    var continuationsMax = 8

    init(role: Role) { self.role = role }
}
