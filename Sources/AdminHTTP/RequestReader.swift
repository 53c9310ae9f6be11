/// Reads the head of one HTTP/1.1 request (RFC 9112), bytes in, a verdict out. Bodies are none of its business: only GET
/// and HEAD are served, and the connection closes behind the answer.
struct RequestReader {
    /// What is known after some bytes.
    enum Verdict: Equatable {
        /// The head is not whole yet.
        case incomplete
        /// Asked for this path, without its query.
        case request(path: String, isHead: Bool)
        /// To be refused with this status.
        case refused(status: Int)
    }

    /// The largest head that is read, in bytes.
    static let byteCountMax = 8 * 1024

    private var head: [UInt8] = []

    /// Takes more bytes.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> Verdict {
        // The end is four bytes long and may have begun among those that came before.
        let start = max(head.count - 3, 0)
        head += bytes.prefix(Self.byteCountMax + 1 - head.count)
        guard let end = Self.end(of: head, from: start) else {
            return head.count > Self.byteCountMax ? .refused(status: 431) : .incomplete
        }
        return Self.verdict(on: head[..<end])
    }

    private static func end(of head: [UInt8], from start: Int) -> Int? {
        guard head.count >= 4 else { return nil }
        return (start...head.count - 4).first { head[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }
    }

    private static func verdict(on head: ArraySlice<UInt8>) -> Verdict {
        let line = head.prefix { $0 != UInt8(ascii: "\r") }
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, line.allSatisfy({ (0x20...0x7E).contains($0) }), parts[2].starts(with: "HTTP/".utf8)
        else { return .refused(status: 400) }
        guard parts[2].starts(with: "HTTP/1.".utf8) else { return .refused(status: 505) }
        let target = parts[1].prefix { $0 != UInt8(ascii: "?") }
        switch String(decoding: parts[0], as: UTF8.self) {
        case "GET": return .request(path: String(decoding: target, as: UTF8.self), isHead: false)
        case "HEAD": return .request(path: String(decoding: target, as: UTF8.self), isHead: true)
        default: return .refused(status: 405)
        }
    }
}
