/// The nine bytes in front of every frame (RFC 9113 section 4.1).
///
/// ```
/// 0        3      4       5           9
/// +--------+------+-------+-----------+-----------
/// | length | type | flags | stream id | payload …
/// +--------+------+-------+-----------+-----------
/// ```
enum FrameHeader {
    /// Its length in bytes.
    static let byteCount = 9
    /// Where its flags stand.
    static let flagsOffset = 4
    /// The flag END_STREAM of DATA and HEADERS (sections 6.1 and 6.2).
    static let endStream: UInt8 = 0x1
    /// The flag END_HEADERS of HEADERS (section 6.2).
    static let endHeaders: UInt8 = 0x4

    /// Appends a header.
    ///
    /// - Parameter payloadByteCount: At most 16,384, which every peer takes.
    static func append(to output: ByteBuffer, payloadByteCount: Int, type: UInt8, flags: UInt8, id: Int32) {
        output.append(upTo: byteCount) { room in
            let lengthAndType = UInt32(truncatingIfNeeded: payloadByteCount) << 8 | UInt32(type)
            room.storeBytes(of: lengthAndType.bigEndian, as: UInt32.self)
            room[flagsOffset] = flags
            room.storeBytes(of: id.bigEndian, toByteOffset: 5, as: Int32.self)
            return byteCount
        }
    }
}
