internal import Glibc

/// What tells one state of a file from another without reading it: which file it is, how long, and when it was changed.
///
/// Symbolic links are followed, so one that is made to point elsewhere shows as another file. The time of the last change
/// of the file's entry (`ctime`) cannot be set by programs, so a file written over with its old time shows as well.
struct FileStamp: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let byteCount: Int
    private let modified: [UInt8]
    private let changed: [UInt8]

    /// The file as it is now; nil when there is none, or it may not be looked at.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        byteCount = Int(status.st_size)
        // As bytes, which is all that comparing needs: optimized builds find the members of `timespec` in no module.
        modified = withUnsafeBytes(of: status.st_mtim) { Array($0) }
        changed = withUnsafeBytes(of: status.st_ctim) { Array($0) }
    }
}
