internal import EventLoop
internal import Foundation
internal import Glibc

/// The file that lines are written to, from its opening on. It is locked (`flock`) against other writers, and never
/// written over: a full one gets another name, which must be free.
///
/// Has one owner at a time.
final class AuditFile: @unchecked Sendable {
    // Sendable because it has one owner at a time: the writer's lock, or its queue.

    /// What was found where the file was opened.
    struct Past {
        /// The line to go on behind.
        var last = AuditLine.none
        /// The file that line is in, when it is another one; empty when there is none.
        var fileBefore = ""
        /// Whether another process goes on writing to that file.
        var isBeside = false
        /// Bytes of a torn line that were cut off.
        var tornByteCount = 0
        /// Whether lines follow in the same file.
        var isSameFile = false
    }

    private let path: String
    private var descriptor: Int32
    /// Bytes of whole lines in the file.
    private(set) var byteCount: Int

    private init(path: String, descriptor: Int32, byteCount: Int) {
        self.path = path
        self.descriptor = descriptor
        self.byteCount = byteCount
    }

    deinit { SystemCall.close(descriptor) }

    /// Opens the file at the path to go on with it, or makes it. One that another process writes to is given another name,
    /// under which that process goes on, and a new one is made in its place: so an old server and the one that takes over
    /// from it, or two by mistake, each write to a file of their own.
    ///
    /// - Throws: ``AuditError`` when it cannot be made, opened or locked, or is no audit log.
    static func open(_ path: String) throws(AuditError) -> (file: AuditFile, past: Past) {
        guard let descriptor = try explaining(path, { () throws(SystemError) in try openLocked(path) }) else {
            let past = try pastOfOther(at: path)
            return (try explaining(path) { () throws(SystemError) in try make(path) }, past)
        }
        // The file owns the descriptor from here on.
        let file = AuditFile(path: path, descriptor: descriptor, byteCount: 0)
        let tail = try AuditTail(descriptor, path: path)
        file.byteCount = tail.wholeByteCount
        if tail.tornByteCount > 0 { try explaining(path) { () throws(SystemError) in try file.cutTornLine() } }
        var past = tail.last.map { Past(last: $0, isSameFile: true) } ?? newestSibling(of: path)
        past.tornByteCount = tail.tornByteCount
        return (file, past)
    }

    /// Writes whole lines.
    ///
    /// - Throws: `SystemError`; the file is as before then, or has a torn line at its end when not even that can be had.
    func write(_ lines: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = lines
        do throws(SystemError) {
            while !rest.isEmpty {
                let count = try SystemCall.retrying("write") { Glibc.write(descriptor, rest.baseAddress, rest.count) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        } catch {
            try? cutTornLine()
            throw error
        }
        byteCount += lines.count
    }

    /// Returns when the disk has what was written.
    func sync() throws(SystemError) { _ = try SystemCall.retrying("fdatasync") { fdatasync(descriptor) } }

    /// Lets the next log go on with the file, however long this object is still held. Nothing is written after it.
    func release() { _ = flock(descriptor, LOCK_UN) }

    /// Whether the path still leads to this file.
    var isInPlace: Bool {
        var (own, other) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, stat(path, &other) == 0 else { return false }
        return own.st_dev == other.st_dev && own.st_ino == other.st_ino
    }

    /// Gives the file its last name, and begins a new one at the path. One that was moved away already keeps its name.
    ///
    /// - Throws: `SystemError`; this file stays in use then.
    func rotate(to name: String) throws(SystemError) {
        try sync()
        if isInPlace { try Self.rename(path, to: name) }
        let next = try Self.make(path)
        swap(&descriptor, &next.descriptor)  // The old one is closed with the object.
        byteCount = 0
    }

    /// The name that a full file gets: the path with the time of day behind it.
    static func lastName(for path: String) -> String {
        var clock = AuditClock()
        let time = AuditBytes()
        clock.append(to: time, compact: true)
        return path + "." + String(decoding: time.bytes, as: UTF8.self)
    }

    /// Where the file lies now, also when it was moved.
    var currentPath: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) ?? path
    }

    private func cutTornLine() throws(SystemError) {
        _ = try SystemCall.retrying("ftruncate") { ftruncate(descriptor, off_t(byteCount)) }
    }

    // MARK: Opening

    private static let mode: mode_t = 0o600

    /// Opens and locks; nil when another process holds the lock.
    private static func openLocked(_ path: String) throws(SystemError) -> Int32? {
        let descriptor = try SystemCall.retrying("open") {
            Glibc.open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_CREAT, mode)
        }
        do throws(SystemError) {
            _ = try SystemCall.retrying("flock") { flock(descriptor, LOCK_EX | LOCK_NB) }
            return descriptor
        } catch {
            SystemCall.close(descriptor)
            guard error.number == EWOULDBLOCK else { throw error }
            return nil
        }
    }

    /// Makes the file, which must not exist, or be empty as logrotate's `create` leaves it.
    private static func make(_ path: String) throws(SystemError) -> AuditFile {
        guard let descriptor = try openLocked(path) else {
            throw SystemError(call: "flock", number: EWOULDBLOCK)
        }
        let file = AuditFile(path: path, descriptor: descriptor, byteCount: 0)
        let size = try SystemCall.retrying("lseek") { lseek(descriptor, 0, SEEK_END) }
        guard size == 0 else { throw SystemError(call: "open", number: EEXIST) }
        syncFolder(of: path)
        return file
    }

    /// Gives a file another name, which must be free.
    private static func rename(_ path: String, to name: String) throws(SystemError) {
        // `rename` would write over a file of that name; `link` does not.
        _ = try SystemCall.retrying("link") { link(path, name) }
        _ = try SystemCall.retrying("unlink") { unlink(path) }
    }

    /// Has the disk know the names in the file's folder. Where that cannot be done, a file may have its old name after a
    /// loss of power, which verification does not mind.
    private static func syncFolder(of path: String) {
        let folder = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        let descriptor = Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        SystemCall.close(descriptor)
    }

    /// Where the chain stands in the file that another process writes to, which gets another name.
    private static func pastOfOther(at path: String) throws(AuditError) -> Past {
        let name = lastName(for: path)
        try explaining(path) { () throws(SystemError) in try rename(path, to: name) }
        return Past(last: try last(in: name) ?? .none, fileBefore: name, isBeside: true)
    }

    /// The file beside the path, named after it, that goes on farthest: where a chain goes on whose last file was moved.
    private static func newestSibling(of path: String) -> Past {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var past = Past()
        for name in names where name.hasPrefix(url.lastPathComponent + ".") {
            // What is no audit log, or cannot be read, is none of ours.
            guard let last = try? last(in: folder + "/" + name), last.sequence > past.last.sequence else { continue }
            past = Past(last: last, fileBefore: folder + "/" + name)
        }
        return past
    }

    private static func last(in path: String) throws(AuditError) -> AuditLine? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { SystemCall.close(descriptor) }
        return try AuditTail(descriptor, path: path).last
    }

    private static func explaining<Value>(
        _ path: String, _ body: () throws(SystemError) -> Value
    ) throws(AuditError) -> Value {
        do throws(SystemError) {
            return try body()
        } catch {
            throw AuditError(
                "the audit log \(path) cannot be opened: \(error.description)",
                remedy: "name a file in a folder that the server may write to, with --audit-log")
        }
    }
}
