/// Remembers the last few streams that the peer itself has ended, with END_STREAM or RST_STREAM.
///
/// Whatever else it sends on one of them is an error (RFC 9113 section 5.1, "closed"). nghttp2 forgets a stream that is
/// closed, and passes over what comes for it, because it cannot tell a peer that errs from one that has not heard yet that
/// we have reset the stream. A peer that has ended a stream knows. Only the last few are kept, which errs on the side of
/// peace. A class with memory of its own, so that its use is not checked for exclusive access at run time.
final class EndedStreams {
    private static let countMax = 16

    /// A ring; 0 is no stream that a peer can end.
    private let ids = UnsafeMutablePointer<Int32>.allocate(capacity: countMax)
    private var next = 0
    private var highest: Int32 = 0

    init() { ids.initialize(repeating: 0, count: Self.countMax) }

    deinit { ids.deallocate() }

    /// Notes that the peer will rightly send nothing more on this stream.
    func note(_ id: Int32) {
        highest = max(highest, id)
        ids[next] = id
        next = (next + 1) % Self.countMax
    }

    /// Whether the stream is one of them.
    func contains(_ id: Int32) -> Bool {
        guard id <= highest, id > 0 else { return false }
        for place in 0..<Self.countMax where ids[place] == id { return true }
        return false
    }
}
