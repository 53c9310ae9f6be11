internal import EventLoop
internal import Glibc

/// Reads a file line by line in bounded memory. Closes it at its end.
final class AuditLineReader {
    /// What comes next.
    enum Piece {
        /// A whole line without its newline; valid until the next is asked for.
        case line(UnsafeRawBufferPointer)
        /// A line longer than any of an audit log, which was skipped.
        case longLine
        /// What stands behind the last newline; never empty.
        case torn(UnsafeRawBufferPointer)
        /// Nothing.
        case end
    }

    private let path: String
    private let descriptor: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 * AuditLine.byteCountMax, alignment: 16)
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    /// - Throws: ``AuditError`` when the file cannot be opened.
    init(_ path: String) throws(AuditError) {
        self.path = path
        do throws(SystemError) {
            descriptor = try SystemCall.retrying("open") { open(path, O_RDONLY | O_CLOEXEC) }
        } catch {
            throw AuditError("\(path) cannot be read: \(error.reason)")
        }
    }

    deinit {
        buffer.deallocate()
        SystemCall.close(descriptor)
    }

    /// Which file it is, whatever its name.
    var identity: [UInt64] {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : []
    }

    /// The next piece.
    ///
    /// - Throws: ``AuditError`` when the file cannot be read on.
    func next() throws(AuditError) -> Piece {
        var isSkipping = false
        while true {
            if let newline = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = newline + 1 }
                return isSkipping || newline - start > AuditLine.byteCountMax
                    ? .longLine : .line(UnsafeRawBufferPointer(rebasing: buffer[start..<newline]))
            }
            if isAtEnd {
                guard start < end || isSkipping else { return .end }
                defer { start = end }
                return isSkipping ? .longLine : .torn(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            }
            if end - start > AuditLine.byteCountMax {
                isSkipping = true
                start = end
            }
            try fill()
        }
    }

    private func fill() throws(AuditError) {
        UnsafeMutableRawBufferPointer(rebasing: buffer[..<(end - start)]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        end -= start
        start = 0
        do throws(SystemError) {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
            let count = try SystemCall.retrying("read") { read(descriptor, room.baseAddress, room.count) }
            end += count
            isAtEnd = count == 0
        } catch {
            throw AuditError("\(path) cannot be read: \(error.reason)")
        }
    }
}
