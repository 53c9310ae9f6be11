/// How much memory an incomplete message gets: very many may be incomplete at once, and what grows by doubling takes up to
/// twice as much as it holds.
enum MessageMemory {
    /// Up to so many bytes, a message gets little more than what has come of it.
    private static let smallByteCountMax = 16 * 1024
    /// Up to so many, a larger one gets what it declares, of which no page is used before bytes come for it.
    private static let declaredByteCountMax = 8 * 1024 * 1024

    /// The room to make for so many bytes.
    ///
    /// - Parameters:
    ///   - byteCount: What is needed, more than there is room for.
    ///   - now: What there is room for.
    ///   - declaredByteCount: The length that the message declares; nil before that is known.
    static func byteCount(for byteCount: Int, now: Int, declaredByteCount: Int?) -> Int {
        if byteCount <= smallByteCountMax { return max(byteCount, min(2 * now, smallByteCountMax)) }
        if let declaredByteCount, declaredByteCount >= byteCount, declaredByteCount <= declaredByteCountMax {
            return declaredByteCount
        }
        return max(byteCount, 2 * now)
    }
}
