internal import CatalogModel
internal import Glibc

/// A file that is read and written by the system's calls, whose refusals become errors for people. Belongs to one
/// thread; closed with the last reference.
final class PlainFile {
    /// The file, as the operator named it.
    let path: String
    private let descriptor: Int32

    /// `F_OFD_SETLK` of fcntl(2).
    private static let setLock: Int32 = 37

    /// Opens a file that is there.
    init(opening path: String, forWriting: Bool = false) throws(CatalogError) {
        self.path = path
        descriptor = open(path, (forWriting ? O_RDWR : O_RDONLY) | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("opened", path) }
    }

    /// Makes a file that must not be there yet.
    init(creating path: String) throws(CatalogError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("made", path) }
    }

    deinit { close(descriptor) }

    /// Its size in bytes.
    var byteCount: Int {
        var information = stat()
        return fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
    }

    /// Fills the buffer with the bytes at an offset.
    ///
    /// - Returns: Whether there were as many.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CatalogError) -> Bool {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, offset + done)
            if count == 0 { return false }
            if count > 0 { done += count } else if errno != EINTR { throw Self.failure("read", path) }
        }
        return true
    }

    /// The bytes at an offset; nil when there are not as many.
    func bytes(_ count: Int, at offset: Int) throws(CatalogError) -> [UInt8]? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
        defer { buffer.deallocate() }
        return try read(into: buffer, at: offset) ? Array(buffer) : nil
    }

    /// Writes all bytes at an offset.
    func write(_ bytes: [UInt8], at offset: Int) throws(CatalogError) {
        let isWritten = bytes.withUnsafeBytes { writeAll($0, at: offset) }
        guard isWritten else { throw Self.failure("written", path) }
    }

    /// Writes all bytes at an offset.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(CatalogError) {
        guard writeAll(bytes, at: offset) else { throw Self.failure("written", path) }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
            if count >= 0 { done += count } else if errno != EINTR { return false }
        }
        return true
    }

    /// Gives the file the permissions of another one, and its owner where this user may.
    func takePermissions(of other: String) {
        var information = stat()
        guard stat(other, &information) == 0 else { return }
        _ = fchown(descriptor, information.st_uid, information.st_gid)
        _ = fchmod(descriptor, information.st_mode & 0o7777)
    }

    /// Returns when the disk has what was written.
    func sync() throws(CatalogError) {
        guard fsync(descriptor) == 0 else { throw Self.failure("written", path) }
    }

    /// Gives the file its name for good, and returns when the disk knows it.
    func move(to place: String, replacing: Bool) throws(CatalogError) {
        try sync()
        // link(2), other than rename(2), takes a name only if nobody has it.
        guard (replacing ? rename(path, place) : link(path, place)) == 0 else { throw Self.failure("made", place) }
        if !replacing { unlink(path) }
        try PlainFile(opening: Self.folder(of: place)).sync()
    }

    /// Keeps others from using the file as a SQLite database, as long as this object lives: every user of one in WAL mode
    /// holds a shared lock on these bytes (sqlite.org/src, `os.h`: `SHARED_FIRST`).
    ///
    /// - Returns: Whether nobody uses it.
    func lockAgainstSQLite() -> Bool {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        (lock.l_start, lock.l_len) = (0x4000_0002, 510)
        // A lock of the open file, not of the process.
        return fcntl(descriptor, Self.setLock, &lock) == 0
    }

    /// The folder a file is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether there is something of this name.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func failure(_ verb: String, _ path: String) -> CatalogError {
        let number = errno
        let message = "\(path) cannot be \(verb): \(String(cString: strerror(number)))"
        return switch number {
        case EEXIST:
            CatalogError(.conflict, "\(path) is there already", remedy: "name another file, or move that one away")
        case ENOENT: CatalogError(.unavailable, message, remedy: "check the name, and that its folder exists")
        case ENOSPC, EDQUOT: CatalogError(.full, message, remedy: "free some disk space and try again")
        case EACCES, EPERM, EROFS:
            CatalogError(.readOnly, message, remedy: "allow this user to, or name another file")
        default: CatalogError(.unavailable, message, remedy: "look into the system's log for disk errors")
        }
    }
}
