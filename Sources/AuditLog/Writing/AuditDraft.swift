internal import EventLoop

/// Chained lines on their way to the file, and where among them a new file begins. Has one owner at a time.
final class AuditDraft: @unchecked Sendable {
    // Sendable for the same reason as ``AuditBytes``.

    /// The lines.
    let lines = AuditBytes()
    /// Where a new file begins, in bytes from the start, with the name that the old one gets; in order.
    private(set) var cuts: [(offset: Int, name: String)] = []
    private var writtenByteCount = 0

    var isEmpty: Bool { writtenByteCount == lines.count }

    /// Bytes that are not written yet.
    var byteCount: Int { lines.count - writtenByteCount }

    /// What is appended from now on goes to a new file.
    func cut(naming name: String) { cuts.append((lines.count, name)) }

    /// Writes everything; after an error it goes on where it stopped.
    ///
    /// - Returns: How often a new file was begun.
    func write(to file: AuditFile) throws(SystemError) -> Int {
        var cutCount = 0
        while !isEmpty {
            if let cut = cuts.first, cut.offset == writtenByteCount {
                // A file that cannot be closed is gone on with: the line that begins the next says as much anywhere.
                if (try? file.rotate(to: cut.name)) != nil { cutCount += 1 }
                cuts.removeFirst()
            }
            let end = cuts.first?.offset ?? lines.count
            try file.write(lines.bytes(writtenByteCount..<end))
            writtenByteCount = end
        }
        removeAll()
        return cutCount
    }

    private func removeAll() {
        lines.removeAll()
        cuts.removeAll()
        writtenByteCount = 0
    }
}
