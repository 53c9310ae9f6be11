/// Remembers the last few streams that the peer itself has ended, with END_STREAM or RST_STREAM.
///
/// Whatever else it sends on one of them is an error (RFC 9113 section 5.1, "closed"). nghttp2 forgets a stream that is
/// closed, and passes over what comes for it, because it cannot tell a peer that errs from one that has not heard yet that
/// we have reset the stream. A peer that has ended a stream knows. Only the last few are kept, which errs on the side of
/// peace.
struct EndedStreams {
    private static let countMax = 16

    /// In a ring, once there are so many.
    private var ids: [Int32] = []
    private var next = 0
    private var highest: Int32 = 0

    /// Notes that the peer will rightly send nothing more on this stream.
    mutating func note(_ id: Int32) {
        highest = max(highest, id)
        if ids.count < Self.countMax {
            ids.append(id)
        } else {
            ids[next] = id
            next = (next + 1) % Self.countMax
        }
    }

    /// Whether the stream is one of them.
    func contains(_ id: Int32) -> Bool { id <= highest && ids.contains(id) }
}
