/// How much a client may send that makes no call before it is sent away with ENHANCE_YOUR_CALM (RFC 9113 section 10.5).
///
/// Each pair of a burst and a rate is a bucket: the burst is there at first, and the rate fills it again.
public struct FloodLimits: Hashable, Sendable {
    /// Streams that may be reset at once: by the client's RST_STREAM, by an error of its own that has the server reset
    /// them, or because they go beyond the number of calls it may have open (CVE-2023-44487, CVE-2025-8671).
    public var resetBurst = 1000
    /// Resets that each second adds, at least 1.
    public var resetsPerSecond = 33
    /// Frames without a call in them that may come at once: PING, SETTINGS, PRIORITY, WINDOW_UPDATE, and empty DATA
    /// (CVE-2019-9512, 9513, 9515, 9518). Frames of unknown types have the server do nothing and do not count.
    public var idleFrameBurst = 1000
    /// Idle frames that each second adds, at least 1.
    public var idleFramesPerSecond = 100
    /// Idle frames that each frame earns that serves a call: header lists, and payload in both directions. For a DATA
    /// frame, clients send two WINDOW_UPDATEs at most.
    public var idleFramesEarned = 2
    /// Idle frames that a busy client can save up, so that it may answer many frames at once.
    public var idleFrameCountMax = 10_000
    /// CONTINUATION frames behind one HEADERS frame (CVE-2024-28182).
    public var continuationsMax = 8

    /// The defaults.
    public init() {}
}
