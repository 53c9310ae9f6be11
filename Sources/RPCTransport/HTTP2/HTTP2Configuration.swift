/// What one end of an HTTP/2 connection announces and enforces.
struct HTTP2Configuration: Sendable {
    /// Which end this is.
    enum Role: Sendable { case server, client }

    /// Which end this is.
    var role: Role
    /// Streams the peer may have open at once (SETTINGS_MAX_CONCURRENT_STREAMS); one more is refused. Meaningful for a
    /// server.
    var concurrentStreamsMax = 2000
    /// Size of a header list, counted as RFC 9113 section 6.5.2 does: names, values, and 32 bytes for each field.
    var headerListByteCountMax = 16 * 1024
    /// Number of fields in a header list.
    var headerFieldCountMax = 100
    /// Bytes that the peer may send on one stream before we have consumed them. For a server, once the stream's window was
    /// opened.
    var streamWindowByteCount = 256 * 1024
    /// Bytes that a client may send on a stream whose window was not opened, for most of them are never to send more.
    var firstWindowByteCount = 16 * 1024
    /// Bytes that the peer may send on all streams together before we have consumed them.
    var connectionWindowByteCount = 1024 * 1024
    /// What a server takes of frames that make no call.
    var floodLimits = FloodLimits()

    /// Acknowledgements of SETTINGS and PING that may wait to be sent before the connection is given up; more than a
    /// peer can save up, so that it is told.
    var waitingAcknowledgementsMax: Int {
        let (sum, overflowed) = max(floodLimits.idleFrameBurst, floodLimits.idleFrameCountMax)
            .addingReportingOverflow(1000)
        return overflowed ? .max : sum
    }

    init(role: Role) { self.role = role }
}
