import Compression
import Foundation
import Testing

@Suite("Input file")
struct InputFileTests {
    private func withFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("input-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }

    private func content(_ bytes: [UInt8], bufferByteCount: Int = 1000) throws -> [UInt8] {
        try withFile(bytes) { path in
            let file = try InputFile(path: path)
            var result: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: bufferByteCount)
            while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                result += buffer.prefix(count)
            }
            #expect(file.bytesRead == bytes.count)
            #expect(file.byteCount == bytes.count)
            return result
        }
    }

    @Test("Plain and gzip files give the same content, told apart by their first bytes", arguments: [1, 999, 100_000])
    func sameContent(bufferByteCount: Int) throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try content(bytes, bufferByteCount: bufferByteCount) == bytes)
        #expect(try content(storedGzip(bytes), bufferByteCount: bufferByteCount) == bytes)
    }

    @Test("Files of no byte and of one byte are read as they are")
    func tiny() throws {
        #expect(try content([]) == [])
        #expect(try content([0x1F]) == [0x1F])
        #expect(try content(storedGzip([])) == [])
    }

    @Test("A damaged gzip file fails with the decoder's error")
    func damaged() {
        let bytes = storedGzip(Array(repeating: 65, count: 100_000))
        #expect(throws: InputFileError.gzip(.truncated)) { try content(bytes.dropLast()) }
        #expect(throws: InputFileError.gzip(.trailingGarbage)) { try content(bytes + [1]) }
    }

    @Test("A missing file and a folder say so")
    func cannotOpen() {
        #expect(throws: InputFileError.cannotOpen(errno: ENOENT)) { try InputFile(path: "/no/such/file") }
        #expect(throws: InputFileError.isFolder) { try InputFile(path: "/") }
    }
}
