/// How much of the connection's window may be given back while payload of some streams waits to be read.
///
/// The window of a stream opens as its payload is read; the connection's opens at once, so that one stream that nobody
/// reads does not hold up the others, until too much waits on all of them together.
struct ConnectionCredit {
    private let heldByteCountMax: Int
    /// Bytes received that nobody has read.
    private var held = 0
    /// Those of them that were not given back to the connection's window either.
    private var owed = 0

    init(heldByteCountMax: Int) { self.heldByteCountMax = heldByteCountMax }

    /// So many bytes have come. Returns how many to give back to the connection's window.
    mutating func received(_ byteCount: Int) -> Int {
        held += byteCount
        owed += byteCount
        return due()
    }

    /// So many bytes were read or dropped. Returns how many to give back to the connection's window.
    mutating func released(_ byteCount: Int) -> Int {
        held -= byteCount
        return due()
    }

    private mutating func due() -> Int {
        guard held <= heldByteCountMax else { return 0 }
        defer { owed = 0 }
        return owed
    }
}
