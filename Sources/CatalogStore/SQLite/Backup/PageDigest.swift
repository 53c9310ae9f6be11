/// A 64-bit digest of a run of bytes at a place, for pages of a file.
///
/// Each word of eight bytes is mixed in by steps that are bijections of the state, as in ``RowDigest`` but a word at a
/// time: damage within any single word always changes the digest, and other damage goes unseen once in 2^64. The place
/// is part of it, so pages that changed places are told too. It guards against bad disks, not against forgers.
enum PageDigest {
    /// The digest of bytes, whose number is a multiple of eight, at this place.
    static func of(_ bytes: UnsafeRawBufferPointer, at place: Int) -> UInt64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        mix(UInt64(place), into: &state)
        for offset in stride(from: 0, to: bytes.count, by: 8) {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)), into: &state)
        }
        return state
    }

    private static func mix(_ word: UInt64, into state: inout UInt64) {
        state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 32
    }
}
