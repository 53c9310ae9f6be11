import Testing

@testable import RPCTransport

@Suite("The fields of a header block")
struct FieldRangesTests {
    private func find(_ block: [UInt8]) -> [Range<Int>]? { block.withUnsafeBytes { FieldRanges.find(in: $0) } }

    @Test(
        "Lie one behind the other: indices, and literals that enter no table",
        arguments: [
            ([], []), ([0x83, 0x87], [0..<1, 1..<2]), ([0xFF, 0x20], [0..<2]),
            // A literal whose name is index 4; one whose name is index 15 + 13; one that is never to be indexed.
            ([0x04, 0x01, 0x2F, 0x84], [0..<3, 3..<4]), ([0x0F, 0x0D, 0x02, 0x31, 0x38], [0..<5]),
            ([0x10, 0x81, 0x1F, 0x00], [0..<4]),
            ([0x00, 0x7F, 0x01] + [UInt8](repeating: 97, count: 128) + [0x01, 0x62], [0..<133]),
        ] as [([UInt8], [Range<Int>])])
    func fields(block: [UInt8], ranges: [Range<Int>]) { #expect(find(block) == ranges) }

    @Test(
        "Are not looked for where the table may change, nor where they are cut off",
        arguments: [
            // A literal that enters the table; the table's size; both behind an index.
            [0x41, 0x01, 0x2F], [0x20], [0x83, 0x3F, 0x01], [0x83, 0x40, 0x01, 0x61, 0x01, 0x62],
            [0x04], [0x04, 0x02, 0x2F], [0xFF], [0xFF, 0x80, 0x01], [0x0F], [0x00, 0x01, 0x61], [0x00, 0x7F],
        ] as [[UInt8]])
    func refused(block: [UInt8]) { #expect(find(block) == nil) }
}
