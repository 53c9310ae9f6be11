import Compression
import Testing

@Suite("Gzip decoder")
struct GzipDecoderTests {
    /// Inflates in pieces of the given sizes.
    private func inflate(
        _ bytes: [UInt8], inputPiece: Int = 7, outputPiece: Int = 5, byteCountMax: Int = .max
    ) throws -> [UInt8] {
        let decoder = try GzipDecoder(outputByteCountMax: byteCountMax)
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: outputPiece)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(inputPiece))
            let step = try piece.withUnsafeBytes { input in
                try buffer.withUnsafeMutableBytes { try decoder.decode(input, into: $0) }
            }
            result += buffer.prefix(step.written)
            rest = rest.dropFirst(step.read)
        }
        while case let count = try buffer.withUnsafeMutableBytes({ try decoder.drain(into: $0) }), count > 0 {
            result += buffer.prefix(count)
        }
        try decoder.finish()
        return result
    }

    private let text = Array("Reinsertion of a fixation device".utf8)

    @Test("A stream inflates whatever the piece sizes", arguments: [1, 2, 13, 1000], [1, 3, 1000])
    func pieces(input: Int, output: Int) throws {
        #expect(try inflate(storedGzip(text), inputPiece: input, outputPiece: output) == text)
    }

    @Test("Members back to back give one content, and zeros after them are padding")
    func members() throws {
        #expect(try inflate(storedGzip(text) + storedGzip([]) + storedGzip(text)) == text + text)
        #expect(try inflate(storedGzip(text) + [0, 0, 0, 0, 0, 0, 0, 0, 0]) == text)
    }

    @Test("A stream cut anywhere is called truncated")
    func truncated() throws {
        let bytes = storedGzip(text)
        for count in 0..<bytes.count {
            #expect(throws: GzipError.truncated, "cut after \(count)") { try inflate(Array(bytes.prefix(count))) }
        }
    }

    @Test("A flipped bit in content, check value or length is called corrupt")
    func corrupt() {
        for index in 15..<storedGzip(text).count {
            var bytes = storedGzip(text)
            bytes[index] ^= 0x10
            #expect(throws: GzipError.corrupt, "byte \(index)") { try inflate(bytes) }
        }
    }

    @Test("Data that never was gzip, garbage after it, and too much of it each have their own error")
    func kinds() {
        #expect(throws: GzipError.notGzip) { try inflate(text) }
        #expect(throws: GzipError.notGzip) { try inflate([0x1F, 0x00, 1, 2, 3]) }
        #expect(throws: GzipError.trailingGarbage) { try inflate(storedGzip(text) + text) }
        #expect(throws: GzipError.trailingGarbage) { try inflate(storedGzip(text) + [0, 0, 1]) }
        #expect(throws: GzipError.tooLarge(byteCountMax: 31)) { try inflate(storedGzip(text), byteCountMax: 31) }
    }
}
