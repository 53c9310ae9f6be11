internal import Digests

/// What chains a line to the others: its number and its hash.
struct AuditLine: Equatable {
    let sequence: UInt64
    let hash: SHA256Digest

    /// How every line starts, before its number.
    static let start: StaticString = "{\"sequence\":"
    /// What stands between a line's text and the digits of its hash.
    static let hashStart: StaticString = ",\"hash\":\""
    /// What stands behind the digits.
    static let end: StaticString = "\"}"
    /// The longest line, in bytes; none that is written comes near it.
    static let byteCountMax = 16 * 1024

    /// What stands before the first line.
    static let none = AuditLine(sequence: 0, hash: .zero)

    /// Bytes from the end of a line's text to the line's end.
    static let hashPartByteCount = hashStart.utf8CodeUnitCount + 2 * SHA256Digest.byteCount + end.utf8CodeUnitCount

    init(sequence: UInt64, hash: SHA256Digest) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Reads a line, without its newline; nil when it is none of an audit log.
    init?(_ line: UnsafeRawBufferPointer) {
        let textEnd = line.count - Self.hashPartByteCount
        guard textEnd > 0, line.starts(with: Self.start.bytes),
            line[textEnd...].starts(with: Self.hashStart.bytes),
            line.suffix(Self.end.utf8CodeUnitCount).elementsEqual(Self.end.bytes)
        else { return nil }
        let digits = line[Self.start.utf8CodeUnitCount...].prefix {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        let hashStart = textEnd + Self.hashStart.utf8CodeUnitCount
        let hashDigits = line[hashStart..<(hashStart + 2 * SHA256Digest.byteCount)]
        guard line[digits.endIndex] == UInt8(ascii: ","), !hashDigits.contains(where: Self.isUpperCase),
            let sequence = UInt64(String(decoding: digits, as: UTF8.self)),
            let hash = SHA256Digest(hexadecimal: String(decoding: hashDigits, as: UTF8.self))
        else { return nil }
        self.init(sequence: sequence, hash: hash)
    }

    private static func isUpperCase(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    /// The part of a line that its hash is over.
    static func text(of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: line.dropLast(hashPartByteCount))
    }
}

extension SHA256Digest {
    /// 32 zero bytes.
    fileprivate static let zero: SHA256Digest = {
        guard let digest = SHA256Digest(hexadecimal: String(repeating: "0", count: 2 * byteCount)) else {
            preconditionFailure("64 digits are a digest")
        }
        return digest
    }()
}

extension StaticString {
    /// The text's bytes.
    fileprivate var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}
