/// Whether header blocks that nghttp2 has not made may be sent.
///
/// When the peer has made HPACK's table smaller, the next block must begin by saying so (RFC 7541 section 4.2), which
/// nghttp2's does and one made beforehand does not.
enum HeaderTableState {
    /// nghttp2 has made a block since the peer's last settings.
    case settled
    /// The peer's settings have come: the next block is nghttp2's.
    case changing
    /// The settings came while a frame waited to be written, so a block may be older than they are. Never left again.
    case unknown

    /// The peer's settings have come.
    mutating func receivedSettings(frameWaits: Bool) {
        if self != .unknown { self = frameWaits ? .unknown : .changing }
    }

    /// A block that nghttp2 has made was written.
    mutating func sentHeaders() { if self == .changing { self = .settled } }
}
