internal import EventLoop
internal import Glibc

/// The end of a file that may be an audit log.
struct AuditTail {
    /// The last whole line; nil when there is none.
    let last: AuditLine?
    /// Bytes up to the end of the last whole line.
    let wholeByteCount: Int
    /// Bytes behind it: the start of a line that was being written when the process or the machine ended.
    let tornByteCount: Int

    /// Reads the end of a file.
    ///
    /// - Throws: ``AuditError`` when it cannot be read, or is no audit log.
    init(_ descriptor: Int32, path: String) throws(AuditError) {
        let (start, bytes) = try Self.end(of: descriptor, path: path)
        guard let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            guard bytes.count <= AuditLine.byteCountMax else { throw Self.isNone(path) }
            (last, wholeByteCount, tornByteCount) = (nil, 0, bytes.count)
            return
        }
        let lineStart = bytes[..<newline].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard let line = bytes[lineStart..<newline].withUnsafeBytes(AuditLine.init) else { throw Self.isNone(path) }
        last = line
        wholeByteCount = start + newline + 1
        tornByteCount = bytes.count - newline - 1
    }

    /// The last bytes of a file, enough for a torn line and a whole one, and where they start.
    private static func end(of descriptor: Int32, path: String) throws(AuditError) -> (start: Int, bytes: [UInt8]) {
        do throws(SystemError) {
            let size = Int(try SystemCall.retrying("lseek") { lseek(descriptor, 0, SEEK_END) })
            let start = max(size - 2 * AuditLine.byteCountMax, 0)
            var bytes = [UInt8](repeating: 0, count: size - start)
            var count = 0
            while count < bytes.count {
                let read = try SystemCall.retrying("pread") {
                    bytes[count...].withUnsafeMutableBytes {
                        pread(descriptor, $0.baseAddress, $0.count, off_t(start + count))
                    }
                }
                if read == 0 { break }
                count += read
            }
            return (start, Array(bytes[..<count]))
        } catch {
            throw AuditError("the audit log \(path) cannot be read: \(error.reason)", remedy: "see its permissions")
        }
    }

    private static func isNone(_ path: String) -> AuditError {
        AuditError(
            "\(path) does not end as an audit log does, so nothing is added to it",
            remedy: "look at its end with 'medcodesd audit verify', and move it away")
    }
}
