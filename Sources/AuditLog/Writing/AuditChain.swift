internal import Digests

/// Numbers lines and chains them: each ends with the SHA-256 of the hash before it and of its own text. Has one owner.
///
/// ```
/// {"sequence":7, … ,"hash":"<64 digits>"}
///  └──────── text ────────┘        hash = SHA-256(32 bytes of the hash before ‖ text)
/// ```
/// Before the first line the hash is 32 zero bytes, and the number 0.
struct AuditChain {
    /// The last line's number.
    private(set) var sequence: UInt64
    /// The last line's hash.
    private(set) var hash: SHA256Digest

    private let hasher = SHA256Hasher()

    /// A chain that goes on behind this line.
    init(after line: AuditLine = .none) {
        sequence = line.sequence
        hash = line.hash
    }

    /// Appends a line to others.
    ///
    /// - Parameter fields: What stands in it between its number and its hash, without the braces and commas at the ends.
    mutating func append(_ fields: UnsafeRawBufferPointer, to lines: AuditBytes) {
        let start = lines.count
        sequence += 1
        lines.append(AuditLine.start)
        lines.append(sequence)
        lines.append(",")
        lines.append(fields)
        hash.withBytes { hasher.update($0) }
        hasher.update(lines.bytes(start..<lines.count))
        hash = hasher.finish()
        lines.append(AuditLine.hashStart)
        hash.withBytes { lines.append(hexadecimal: $0) }
        lines.append(AuditLine.end)
        lines.append("\n")
    }
}
