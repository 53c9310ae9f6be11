internal import Foundation

/// The first bytes of a file, inflated if it is gzip: enough to tell what it is.
struct FileOpening {
    /// At most some hundred kilobytes.
    let bytes: ArraySlice<UInt8>

    /// The whole lines among the bytes, at most twenty that are not empty; a last line without line end only when it is
    /// the only one.
    var lines: [ArraySlice<UInt8>] {
        let lines = bytes.prefix(16 * 1024).split(separator: UInt8(ascii: "\n"), maxSplits: 20)
        return lines.count > 1 ? Array(lines.dropLast().prefix(20)) : lines
    }

    /// What kind of container or document this is, with its article; nil for what may be text.
    var container: String? {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a zip archive" }
        if bytes.starts(with: Array("%PDF".utf8)) { return "a PDF document" }
        if bytes.starts(with: Array("<?xml".utf8)) { return "an XML document" }
        if bytes.starts(with: Array("SQLite format 3".utf8)) { return "an SQLite database" }
        if bytes.starts(with: [0x1F, 0x8B]) { return "gzip inside gzip" }
        return nil
    }

    /// Whether this is an XML document whose outermost element is called so.
    func isXML(root: String) -> Bool {
        let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
        guard let start = head.range(of: "<\(root)")?.upperBound else { return false }
        return head[start...].first.map { $0.isWhitespace || $0 == ">" || $0 == "/" } ?? false
    }
}
