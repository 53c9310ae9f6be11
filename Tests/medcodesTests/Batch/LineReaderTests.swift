import CatalogModel
import Foundation
import Testing

@testable import medcodes

@Suite struct LineReaderTests {
    /// Reads all lines of a file with these bytes.
    private static func lines(of bytes: [UInt8]) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lines-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let reader = try LineReader(path: file.path)
        var lines: [String] = []
        do {
            while let line = try reader.next() { lines.append(line) }
        } catch {
            // The file's name is made up anew each time.
            throw CatalogError(error.kind, error.message, at: .init(file: "keys", line: error.location?.line))
        }
        return lines
    }

    @Test(
        "Lines end in LF, CR LF or with the file, and a byte order mark is skipped",
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\n\nc", ["a", "b", "", "c"]),
            ("\u{FEFF}a\n\u{FEFF}b", ["a", "\u{FEFF}b"]),
        ])
    func ends(text: String, lines: [String]) throws {
        #expect(try Self.lines(of: Array(text.utf8)) == lines)
    }

    @Test("Lines across the edges of chunks arrive whole")
    func manyLines() throws {
        let lines = (0..<50_000).map { "cpt\t\($0)" }
        #expect(try Self.lines(of: Array(lines.joined(separator: "\n").utf8)) == lines)
    }

    @Test(
        "A line that is too long or no UTF-8 is refused with its number",
        arguments: [
            (Array("a\n".utf8) + [UInt8](repeating: 0x61, count: 4097), "keys:2: the line is longer than 4096 bytes"),
            (
                Array("a\n".utf8) + [UInt8](repeating: 0x61, count: 200_000),
                "keys:2: the line is longer than 4096 bytes"
            ),
            ([0x61, 0x0A, 0x0A, 0xC3, 0x28], "keys:3: the line is not UTF-8 text"),
        ])
    func refusal(bytes: [UInt8], message: String) {
        let error = #expect(throws: CatalogError.self) { try Self.lines(of: bytes) }
        #expect(error?.description == message)
    }

    @Test(
        "A file that cannot be read is named with the cause",
        arguments: [
            (
                "/no/such/keys",
                "cannot read /no/such/keys: No such file or directory; check the name and the permissions"
            ),
            ("/", "cannot read /: Is a directory; check the name and the permissions"),
        ])
    func unreadable(path: String, message: String) {
        let error = #expect(throws: CatalogError.self) { _ = try LineReader(path: path).next() }
        #expect(error?.description == message)
    }
}
