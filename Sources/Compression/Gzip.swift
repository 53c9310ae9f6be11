internal import CZlib

/// Whole gzip streams in memory (RFC 1952).
public enum Gzip {
    /// Room that the inflated data is given at first, and each time it needs more.
    private static let stepByteCount = 64 * 1024

    /// The bytes as one gzip member.
    ///
    /// - Throws: ``GzipError/outOfMemory``.
    public static func compress(_ bytes: UnsafeRawBufferPointer) throws(GzipError) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, plus 16 for the gzip wrapper. deflateInit2 is a macro, which Swift cannot call.
        let code = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .outOfMemory }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            // zlib only reads through next_in; its C declaration lacks the const.
            stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(clamping: bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(clamping: bound)
            // The output has room for the worst case, so one call writes it all.
            let status = deflate(&stream, Z_FINISH)
            assert(status == Z_STREAM_END, "deflateBound was too small")
            count = bound - Int(stream.avail_out)
        }
    }

    /// What a whole gzip stream stands for.
    ///
    /// - Parameter byteCountMax: The most bytes it may inflate to; no more than that is ever inflated, give or take one
    ///   step.
    /// - Throws: ``GzipError``.
    public static func inflate(_ bytes: UnsafeRawBufferPointer, byteCountMax: Int) throws(GzipError) -> [UInt8] {
        let decoder = try GzipDecoder(outputByteCountMax: byteCountMax)
        let step = UnsafeMutableRawBufferPointer.allocate(byteCount: stepByteCount, alignment: 1)
        defer { step.deallocate() }
        var output: [UInt8] = []
        var rest = bytes
        while true {
            let (read, written) =
                rest.isEmpty ? (0, try decoder.drain(into: step)) : try decoder.decode(rest, into: step)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: step[..<written]))
            rest = UnsafeRawBufferPointer(rebasing: rest[read...])
            if rest.isEmpty, written == 0 { break }
        }
        try decoder.finish()
        return output
    }
}
