internal import CZlib

/// Inflates one gzip stream piece by piece: bytes in, bytes out, no I/O (RFC 1951, RFC 1952).
///
/// A stream is one or more members back to back, as `cat a.gz b.gz` makes them, and may be padded with zeros. Memory
/// is zlib's window, about 40 KB, whatever the stream inflates to. Not thread-safe: one owner at a time.
public final class GzipDecoder {
    private enum Phase {
        case betweenMembers, insideMember, padding
    }

    // zlib keeps a pointer back to its stream, so the stream must not move: it lives on the heap until `deinit`.
    private let stream: UnsafeMutablePointer<z_stream>
    private let outputByteCountMax: Int
    private var outputByteCount = 0
    private var memberCount = 0
    private var phase = Phase.betweenMembers

    /// A decoder that refuses to produce more than `outputByteCountMax` bytes.
    ///
    /// - Throws: ``GzipError/outOfMemory``.
    public init(outputByteCountMax: Int = .max) throws(GzipError) {
        self.outputByteCountMax = outputByteCountMax
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, plus 16 for "gzip wrapper only". inflateInit2 is a macro, which Swift cannot call.
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .outOfMemory }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Inflates from `input` into `output` until one of them is used up.
    ///
    /// - Returns: how many bytes of `input` were read and of `output` written. Call again with the rest.
    /// - Throws: ``GzipError``; the decoder is then of no further use.
    public func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(GzipError) -> (read: Int, written: Int) {
        var read = 0
        var written = 0
        while read < input.count {
            let rest = UnsafeRawBufferPointer(rebasing: input[read...])
            switch phase {
            case .padding:
                guard rest.allSatisfy({ $0 == 0 }) else { throw .trailingGarbage }
                read = input.count
            case .betweenMembers:
                try startMember(firstByte: rest[0])
            case .insideMember:
                guard written < output.count else { return (read, written) }
                let step = try inflateStep(rest, into: .init(rebasing: output[written...]))
                read += step.read
                written += step.written
            }
        }
        return (read, written)
    }

    /// Takes what zlib still holds back after all input was read; 0 once there is nothing.
    ///
    /// - Throws: ``GzipError``.
    public func drain(into output: UnsafeMutableRawBufferPointer) throws(GzipError) -> Int {
        guard phase == .insideMember, !output.isEmpty else { return 0 }
        return try inflateStep(UnsafeRawBufferPointer(start: nil, count: 0), into: output).written
    }

    /// Says that no input is left.
    ///
    /// - Throws: ``GzipError/truncated`` when a member is unfinished or there was none.
    public func finish() throws(GzipError) {
        guard phase != .insideMember, memberCount > 0 else { throw .truncated }
    }

    private func startMember(firstByte: UInt8) throws(GzipError) {
        if firstByte == 0x1F {
            inflateReset(stream)
            memberCount += 1
            phase = .insideMember
        } else if memberCount == 0 {
            throw .notGzip
        } else if firstByte == 0 {
            phase = .padding
        } else {
            throw .trailingGarbage
        }
    }

    private func inflateStep(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(GzipError) -> (read: Int, written: Int) {
        let inputCount = min(input.count, Int(UInt32.max))
        let outputCount = min(output.count, Int(UInt32.max))
        // zlib only reads through next_in; its C declaration lacks the const.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(inputCount)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(outputCount)
        defer {
            stream.pointee.next_in = nil
            stream.pointee.next_out = nil
        }
        try check(inflate(stream, Z_NO_FLUSH))
        let written = outputCount - Int(stream.pointee.avail_out)
        outputByteCount += written
        guard outputByteCount <= outputByteCountMax else { throw .tooLarge(byteCountMax: outputByteCountMax) }
        return (inputCount - Int(stream.pointee.avail_in), written)
    }

    private func check(_ code: Int32) throws(GzipError) {
        switch code {
        case Z_OK, Z_BUF_ERROR: return  // Z_BUF_ERROR: no progress was possible, which is no error
        case Z_STREAM_END: phase = .betweenMembers
        case Z_MEM_ERROR: throw .outOfMemory
        default:
            // The first member's header decides between "not gzip at all" and "gzip, but damaged".
            throw memberCount == 1 && stream.pointee.total_out == 0 && stream.pointee.total_in <= 10
                ? .notGzip : .corrupt
        }
    }
}
