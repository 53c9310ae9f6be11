/// The bits of 512 numbers, which are combined at once.
typealias BitChunk = SIMD8<UInt64>

extension SIMD8<UInt64> {
    /// Whether any bit is set.
    @inline(__always)
    var hasBits: Bool {
        let half = lowHalf | highHalf
        let quarter = half.lowHalf | half.highHalf
        return quarter[0] | quarter[1] != 0
    }
}

/// Counts the bits of chunks, with sums in each byte: a processor's own instruction for it is not on all machines.
struct BitCounter {
    private var total = 0
    private var bytes = BitChunk()
    private var chunkCount = 0

    /// So many chunks, of 8 bits a byte at most, fit into the sums.
    private static let chunkCountMax = 31

    /// How many bits there were.
    var count: Int { total + Self.sum(bytes) }

    /// Counts the bits of a chunk.
    @inline(__always)
    mutating func add(_ chunk: BitChunk) {
        // By pairs of bits, by fours, by bytes: Warren, Hacker's Delight, 5-1.
        var sums = chunk &- (chunk &>> 1 & 0x5555_5555_5555_5555)
        sums = (sums & 0x3333_3333_3333_3333) &+ (sums &>> 2 & 0x3333_3333_3333_3333)
        sums = (sums &+ sums &>> 4) & 0x0F0F_0F0F_0F0F_0F0F
        bytes &+= sums
        chunkCount += 1
        if chunkCount == Self.chunkCountMax {
            total += Self.sum(bytes)
            (bytes, chunkCount) = (BitChunk(), 0)
        }
    }

    private static func sum(_ bytes: BitChunk) -> Int {
        let pairs = (bytes & 0x00FF_00FF_00FF_00FF) &+ (bytes &>> 8 & 0x00FF_00FF_00FF_00FF)
        let quads = (pairs & 0x0000_FFFF_0000_FFFF) &+ (pairs &>> 16 & 0x0000_FFFF_0000_FFFF)
        return Int(((quads & 0xFFFF_FFFF) &+ (quads &>> 32)).wrappedSum())
    }
}
