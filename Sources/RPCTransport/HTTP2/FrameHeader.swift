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
    /// Where its type stands.
    static let typeOffset = 3
    /// Where its flags stand.
    static let flagsOffset = 4
    /// Where the number of its stream stands.
    private static let streamOffset = 5
    /// The flag END_STREAM of DATA and HEADERS (sections 6.1 and 6.2).
    static let endStream: UInt8 = 0x1
    /// The flag END_HEADERS of HEADERS (section 6.2).
    static let endHeaders: UInt8 = 0x4

    /// The type HEADERS (section 6.2).
    static let headers: UInt8 = 0x1

    /// The type CONTINUATION (section 6.10).
    static let continuation: UInt8 = 0x9

    /// The stream of a frame.
    static func stream(of frame: UnsafeRawBufferPointer) -> Int32 {
        Int32(bigEndian: frame.loadUnaligned(fromByteOffset: streamOffset, as: Int32.self))
    }

    /// Whether a frame is HEADERS with a whole header list and nothing else: neither padding nor a priority.
    static func isWholeHeaderList(_ frame: UnsafeRawBufferPointer) -> Bool {
        frame[typeOffset] == headers && frame[flagsOffset] & ~endStream == endHeaders
            && lengthAndType(frame) >> 8 == frame.count - byteCount
    }

    /// Changes the length in a header, at most 16,384.
    static func setPayloadByteCount(_ byteCount: Int, in header: UnsafeMutableRawBufferPointer) {
        let type = lengthAndType(UnsafeRawBufferPointer(header)) & 0xFF
        header.storeBytes(of: (UInt32(truncatingIfNeeded: byteCount) << 8 | type).bigEndian, as: UInt32.self)
    }

    private static func lengthAndType(_ header: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(bigEndian: header.loadUnaligned(as: UInt32.self))
    }

    /// Appends a header.
    ///
    /// - Parameter payloadByteCount: At most 16,384, which every peer takes.
    static func append(to output: ByteBuffer, payloadByteCount: Int, type: UInt8, flags: UInt8, id: Int32) {
        output.append(upTo: byteCount) { room in
            let lengthAndType = UInt32(truncatingIfNeeded: payloadByteCount) << 8 | UInt32(type)
            room.storeBytes(of: lengthAndType.bigEndian, as: UInt32.self)
            room[flagsOffset] = flags
            room.storeBytes(of: id.bigEndian, toByteOffset: streamOffset, as: Int32.self)
            return byteCount
        }
    }
}
