import Testing

@testable import Compression

@Suite("Gzip in memory")
struct GzipTests {
    @Test("Gives back what it compressed", arguments: [0, 1, 1000, 65_536, 1_000_000])
    func roundTrip(byteCount: Int) throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
        let compressed = try bytes.withUnsafeBytes { try Gzip.compress($0) }
        #expect(compressed.starts(with: [0x1F, 0x8B]))
        #expect(try inflate(compressed, byteCountMax: byteCount) == bytes)
    }

    @Test("Inflates no more than the limit")
    func limit() throws {
        let compressed = try [UInt8](repeating: 0, count: 10_000_000).withUnsafeBytes { try Gzip.compress($0) }
        #expect(compressed.count < 20_000)
        #expect(throws: GzipError.tooLarge(byteCountMax: 100_000)) { try inflate(compressed, byteCountMax: 100_000) }
    }

    @Test("Refuses what is cut, damaged or no gzip at all")
    func damage() throws {
        let compressed = try Array("some text".utf8).withUnsafeBytes { try Gzip.compress($0) }
        #expect(throws: GzipError.truncated) { try inflate(Array(compressed.dropLast()), byteCountMax: 100) }
        #expect(throws: GzipError.truncated) { try inflate([], byteCountMax: 100) }
        #expect(throws: GzipError.notGzip) { try inflate([1, 2, 3], byteCountMax: 100) }
        var damaged = compressed
        damaged[compressed.count - 5] ^= 1
        #expect(throws: GzipError.corrupt) { try inflate(damaged, byteCountMax: 100) }
    }

    private func inflate(_ bytes: [UInt8], byteCountMax: Int) throws -> [UInt8] {
        try bytes.withUnsafeBytes { try Gzip.inflate($0, byteCountMax: byteCountMax) }
    }
}
