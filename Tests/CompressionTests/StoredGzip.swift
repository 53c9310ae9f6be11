import Compression

/// A gzip member around stored (uncompressed) blocks, put together by hand from RFC 1951 section 3.2.4 and RFC 1952
/// section 2.3, so that the decoder is not tested against the library it wraps.
func storedGzip(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = content[...]
    repeat {
        let block = rest.prefix(65_535)
        rest = rest.dropFirst(block.count)
        bytes.append(rest.isEmpty ? 1 : 0)
        bytes += littleEndian(UInt16(block.count)) + littleEndian(~UInt16(block.count)) + block
    } while !rest.isEmpty
    return bytes + littleEndian(CRC32.checksum(of: content)) + littleEndian(UInt32(content.count))
}

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
