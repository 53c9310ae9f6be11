internal import Glibc

/// An open file descriptor, closed when the last reference goes.
final class OpenFile {
    private let descriptor: Int32

    /// Opens the file for reading.
    init(path: String) throws(InputFileError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(errno: errno) }
    }

    deinit { close(descriptor) }

    /// The file's size in bytes; nil for what is not a regular file.
    func byteCount() throws(InputFileError) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(errno: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isFolder }
        return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Reads at most `buffer.count` bytes, again when a signal interrupts; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .cannotRead(errno: errno) }
        }
    }
}
