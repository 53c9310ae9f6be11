import CatalogModel
import Testing

@testable import CatalogImport

@Suite("Line reader")
struct LineReaderTests {
    private func lines(_ text: String, lineByteCountMax: Int = 100) throws -> [String] {
        let folder = try TestFolder()
        let reader = try LineReader(path: folder.write(text, to: "lines.txt"), lineByteCountMax: lineByteCountMax)
        var lines: [String] = []
        while let line = try reader.next() {
            #expect(line.number == lines.count + 1)
            lines.append(line.text ?? "?")
        }
        return lines
    }

    @Test(
        "Lines end in LF or CR LF, the last one also in CR or nothing",
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\n", ["a", "b"]), ("a\n\nb", ["a", "", "b"]),
            ("a\r", ["a"]),
            ("\u{FEFF}a\n\u{FEFF}", ["a", "\u{FEFF}"]), ("a\rb\n", ["a\rb"]), ("\n", [""]),
        ] as [(String, [String])])
    func lineEnds(text: String, expected: [String]) throws {
        #expect(try lines(text) == expected)
    }

    @Test("A line may fill its limit and not pass it, wherever buffers end")
    func limit() throws {
        let line = String(repeating: "x", count: 300_000)
        #expect(try lines(line + "\n" + line, lineByteCountMax: 300_000) == [line, line])
        let error = try #require(throws: CatalogError.self) { try lines("a\n" + line, lineByteCountMax: 299_999) }
        #expect(error.location?.line == 2)
    }
}
