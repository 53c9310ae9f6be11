/// Bytes read from start to end in pieces: a file, or a file in an archive. One owner at a time.
public protocol ByteSource: AnyObject {
    /// The size on disk in bytes; nil where there is none, as for a pipe.
    var byteCount: Int? { get }
    /// How many bytes were read from disk so far: with ``byteCount``, the progress.
    var bytesRead: Int { get }

    /// Reads the next piece of the (inflated) content.
    ///
    /// - Returns: how many bytes of `output` were written; 0 at the end only.
    /// - Throws: ``InputFileError``.
    func read(into output: UnsafeMutableRawBufferPointer) throws(InputFileError) -> Int
}
