internal import Digests
internal import Foundation

/// The first line of a file, and which line it says is before it.
struct AuditFileStart {
    /// What the line that opens a file says.
    private struct Opening: Decodable {
        let event: String
        let fileBefore: String
        let sequenceBefore: UInt64
        let hashBefore: String
        let beside: String?
    }

    let path: String
    let identity: [UInt64]
    /// The first line; nil when the file has none, or it is no line of an audit log.
    let first: AuditLine?
    /// The line before it, in another file; nil when the first line does not say it.
    let before: AuditLine?
    /// The other file's name at that time; empty for none.
    let fileBefore: String
    /// Whether the other file goes on beside this one.
    let isBeside: Bool

    /// Reads the start of a file.
    init(_ path: String) throws(AuditError) {
        let reader = try AuditLineReader(path)
        self.path = path
        identity = reader.identity
        var opening: Opening?
        if case .line(let line) = try reader.next() {
            first = AuditLine(line)
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            opening = try? decoder.decode(Opening.self, from: Data(line))
        } else {
            first = nil
        }
        let hash = opening.flatMap { $0.event == "opened" ? SHA256Digest(hexadecimal: $0.hashBefore) : nil }
        before = hash.flatMap { hash in opening.map { AuditLine(sequence: $0.sequenceBefore, hash: hash) } }
        fileBefore = opening?.fileBefore ?? ""
        isBeside = opening?.beside != nil
    }
}
