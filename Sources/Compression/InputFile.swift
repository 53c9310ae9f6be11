/// A file read from start to end in pieces, inflated on the way when it is gzip.
///
/// Whether it is gzip is told by its first two bytes, not by its name. Memory is bounded by one input buffer whatever
/// the file's size. Not thread-safe: one owner at a time.
public final class InputFile: ByteSource {
    /// The file's size on disk in bytes; nil where it has none, as for a pipe.
    public let byteCount: Int?
    /// How many bytes were read from disk so far: with ``byteCount``, the progress.
    public private(set) var bytesRead = 0
    /// Whether the content is inflated on the way.
    public var isCompressed: Bool { decoder != nil }

    private let file: OpenFile
    private var decoder: GzipDecoder?
    private var input = [UInt8](repeating: 0, count: 64 * 1024)
    private var pending = 0..<0
    private var atEnd = false

    /// Opens the file and looks at its first bytes.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - outputByteCountMax: how many bytes a gzip file may inflate to.
    /// - Throws: ``InputFileError``.
    public init(path: String, outputByteCountMax: Int = 8 << 30) throws(InputFileError) {
        file = try OpenFile(path: path)
        byteCount = try file.byteCount()
        try fill()
        guard pending.count >= 2, input[0] == 0x1F, input[1] == 0x8B else { return }
        do throws(GzipError) {
            decoder = try GzipDecoder(outputByteCountMax: outputByteCountMax)
        } catch {
            throw .gzip(error)
        }
    }

    /// Reads the next piece of the (inflated) content.
    ///
    /// - Returns: how many bytes of `output` were written; 0 at the end of the file only.
    /// - Throws: ``InputFileError``.
    public func read(into output: UnsafeMutableRawBufferPointer) throws(InputFileError) -> Int {
        while true {
            if pending.isEmpty { try fill() }
            let step = try step(into: output)
            pending.removeFirst(step.read)
            if step.written > 0 || output.isEmpty || (atEnd && pending.isEmpty) { return step.written }
        }
    }

    /// Copies or inflates from the input buffer; at the end of the input, takes what the decoder still holds.
    private func step(into output: UnsafeMutableRawBufferPointer) throws(InputFileError) -> (read: Int, written: Int) {
        guard let decoder else {
            let count = min(pending.count, output.count)
            input.withUnsafeBytes { output.copyMemory(from: .init(rebasing: $0[pending.prefix(count)])) }
            return (count, count)
        }
        do throws(GzipError) {
            if !pending.isEmpty {
                return try input.withUnsafeBufferPointer { bytes throws(GzipError) in
                    try decoder.decode(
                        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[pending]), into: output)
                }
            }
            let drained = try decoder.drain(into: output)
            if drained == 0, !output.isEmpty { try decoder.finish() }
            return (0, drained)
        } catch {
            throw .gzip(error)
        }
    }

    /// Fills the empty input buffer; a pipe may give less than it holds, so at least two bytes are waited for.
    private func fill() throws(InputFileError) {
        var filled = 0
        while filled < 2, !atEnd {
            let count = try input.withUnsafeMutableBufferPointer { bytes throws(InputFileError) in
                try file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[filled...]))
            }
            atEnd = count == 0
            filled += count
        }
        bytesRead += filled
        pending = 0..<filled
    }
}
