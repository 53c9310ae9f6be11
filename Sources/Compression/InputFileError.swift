/// Why a file could not be read.
public enum InputFileError: Error, Hashable, Sendable {
    /// The system refused to open it; `errno` as in errno(3).
    case cannotOpen(errno: Int32)
    /// Reading failed on the way; `errno` as in errno(3).
    case cannotRead(errno: Int32)
    /// The path names a folder.
    case isFolder
    /// It starts like a gzip file and is not a sound one.
    case gzip(GzipError)
    /// It is a zip archive and not a sound one.
    case zip(ZipError)
}
