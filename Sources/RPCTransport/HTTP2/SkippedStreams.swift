/// Remembers which stream numbers a peer passed over.
///
/// Opening a stream closes all lower numbers that were never used (RFC 9113 section 5.1.1), so using one of them later
/// is a connection error. nghttp2 cannot tell them from streams that were open once; this can. Real clients skip nothing,
/// so the list is short: what is skipped after it is full is not remembered, which errs on the side of peace.
final class SkippedStreams {
    private static let rangeCountMax = 32

    private var highest: Int32 = -1
    private var ranges: [ClosedRange<Int32>] = []

    /// Notes that the peer begins a header list on this stream.
    ///
    /// - Returns: False when the number had been passed over.
    func use(_ id: Int32) -> Bool {
        guard id > highest else { return !ranges.contains { $0.contains(id) } }
        if id > highest + 2, ranges.count < Self.rangeCountMax { ranges.append(highest + 1...id - 1) }
        highest = id
        return true
    }
}
