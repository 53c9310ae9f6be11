internal import CNghttp2

/// The connection cannot go on: the peer sent no HTTP/2 at all, or memory ran out. Whatever HTTP/2 can still say to the
/// peer about its own mistakes is sent as GOAWAY instead and is no failure.
struct HTTP2Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether the peer did not even send the connection preface (RFC 9113 section 3.4).
    let isBadPreface: Bool
    /// What went wrong, in nghttp2's words.
    let description: String

    init(libraryCode: Int) {
        isBadPreface = libraryCode == Int(NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue)
        description = String(cString: nghttp2_strerror(Int32(clamping: libraryCode)))
    }
}
