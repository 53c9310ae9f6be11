internal import Digests

/// Goes through the lines of a file, and says what is wrong with each.
struct AuditWalk {
    /// The line read last, counted from 1.
    private(set) var lineNumber = 0
    /// The last line of the chain; nil when it is not known what the next one should follow.
    private(set) var last: AuditLine?
    /// What the hash of the last line should be, when it is another: then either its text was changed or its hash.
    private var hashByText: SHA256Digest?

    private let hasher = SHA256Hasher()

    /// A walk that begins behind this line.
    init(before: AuditLine?) { last = before }

    /// Takes the next line. Returns what is wrong with it.
    mutating func step(_ line: UnsafeRawBufferPointer) -> String? {
        lineNumber += 1
        guard let read = AuditLine(line) else { return skip() }
        guard let before = last else {
            last = read
            return nil
        }
        last = read
        guard read.sequence == before.sequence &+ 1 else {
            hashByText = nil
            guard read.sequence > before.sequence else {
                return "number \(read.sequence) stands behind number \(before.sequence): lines were moved or repeated"
            }
            return read.sequence == before.sequence + 2
                ? "the line number \(read.sequence - 1) before this one is missing"
                : "the lines number \(before.sequence + 1) to \(read.sequence - 1) before this one are missing"
        }
        let text = AuditLine.text(of: line)
        let hash = hash(text, behind: before.hash)
        let isRight = hash == read.hash || hashByText.map { self.hash(text, behind: $0) == read.hash } ?? false
        hashByText = isRight ? nil : hash
        return isRight ? nil : "the line number \(read.sequence) was changed"
    }

    /// Takes a line that is too long.
    mutating func stepOverLongLine() -> String {
        lineNumber += 1
        return skip()
    }

    private mutating func skip() -> String {
        last = nil
        hashByText = nil
        return "this is no line of an audit log"
    }

    private func hash(_ text: UnsafeRawBufferPointer, behind hash: SHA256Digest) -> SHA256Digest {
        hash.withBytes { hasher.update($0) }
        hasher.update(text)
        return hasher.finish()
    }
}
