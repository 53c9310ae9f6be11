/// Counts a header list while it is decoded: a few bytes on the wire may stand for many.
struct HeaderListMeter {
    /// Whether a limit was passed.
    private(set) var isOversized = false

    private var byteCount = 0
    private var fieldCount = 0

    /// Counts a field as RFC 9113 section 6.5.2 does, with 32 bytes on top. Returns whether the list is within its limits.
    @inline(__always) mutating func add(
        fieldByteCount: Int, byteCountMax: Int, fieldCountMax: Int
    ) -> Bool {
        byteCount += fieldByteCount + 32
        fieldCount += 1
        if byteCount > byteCountMax || fieldCount > fieldCountMax { isOversized = true }
        return !isOversized
    }
}
