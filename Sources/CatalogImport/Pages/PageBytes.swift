internal import CatalogModel

/// Turns a page's bytes into text, or says why they are none.
enum PageBytes {
    /// The bytes as text; a byte order mark stays and counts as white space.
    static func text(of bytes: some Collection<UInt8>, file: String) throws(CatalogError) -> String {
        guard bytes.count <= PageParser.byteCountMax else {
            throw rejection(
                "the page is longer than \(PageParser.byteCountMax) bytes", "give one page per file", file: file)
        }
        let lineStart = Array(bytes.prefix(2))
        guard lineStart != [0xFF, 0xFE], lineStart != [0xFE, 0xFF] else {
            throw rejection("the page is UTF-16", "convert it to UTF-8", file: file)
        }
        if let index = bytes.firstIndex(of: 0) {
            throw rejection(
                "the file holds a NUL byte, so it is no text", "check that it is a page", file: file,
                line: line(of: index, in: bytes))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw rejection(
                "the page is not UTF-8", "convert it to UTF-8", file: file, line: firstBadLine(in: bytes))
        }
        guard text.unicodeScalars.contains(where: { !PageText.isBlank($0) }) else {
            throw rejection("the page is empty", "check that the file was saved or downloaded whole", file: file)
        }
        return text
    }

    private static func rejection(
        _ message: String, _ remedy: String, file: String, line: Int? = nil
    ) -> CatalogError {
        CatalogError(.rejected, message, remedy: remedy, at: .init(file: file, line: line))
    }

    private static func line<Bytes: Collection<UInt8>>(of index: Bytes.Index, in bytes: Bytes) -> Int {
        bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1
    }

    private static func firstBadLine(in bytes: some Collection<UInt8>) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }
}
