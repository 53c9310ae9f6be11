import TestSupport
import Testing
import WireMessages

@Suite("Wire reader")
struct WireReaderTests {
    @Test(
        "Varints of every length are read",
        arguments: [
            ([0x00], 0), ([0x7F], 127), ([0x80, 0x01], 128), ([0xAC, 0x02], 300),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], UInt64.max),
        ] as [([UInt8], UInt64)])
    func varints(bytes: [UInt8], value: UInt64) {
        bytes.withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            #expect(reader.varint() == value)
            #expect(reader.isAtEnd)
        }
    }

    @Test(
        "A varint that does not end is refused",
        arguments: [[], [0x80], [UInt8](repeating: 0x80, count: 11)] as [[UInt8]])
    func endlessVarint(bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            #expect(reader.varint() == nil)
        }
    }

    @Test("Tags are taken apart")
    func tags() {
        #expect(WireTag(0x0A)?.field == 1)
        #expect(WireTag(0x0A)?.type == .lengthDelimited)
        #expect(WireTag(UInt64(UInt32.max) - 2)?.field == 536_870_911)
        #expect(WireTag(UInt64(UInt32.max) - 2)?.type == .fixed32)
    }

    @Test(
        "Field 0, groups, unassigned wire types and huge numbers are no tags",
        arguments: [0x02, 0x0B, 0x0C, 0x0E, 0x0F, UInt64(UInt32.max) + 3] as [UInt64])
    func noTags(value: UInt64) {
        #expect(WireTag(value) == nil)
    }

    @Test("A tag of six bytes is refused even when its value is small")
    func overlongTag() {
        ([0x8A, 0x80, 0x80, 0x80, 0x80, 0x00] as [UInt8]).withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            #expect(reader.tag() == nil)
        }
    }

    @Test("A length beyond the end is refused, whatever its size", arguments: [3, 127, 1 << 31, 1 << 34] as [UInt64])
    func lengthBeyondEnd(length: UInt64) {
        let bytes = Wire.varint(length) + [1, 2]
        bytes.withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            #expect(reader.lengthDelimited() == nil)
        }
    }

    @Test("Values of every wire type are skipped exactly, and refused when cut")
    func skip() {
        let values: [(WireType, [UInt8])] = [
            (.varint, [0x80, 0x01]), (.fixed64, [1, 2, 3, 4, 5, 6, 7, 8]), (.lengthDelimited, [2, 0xFF, 0xFF]),
            (.fixed32, [1, 2, 3, 4]),
        ]
        for (type, value) in values {
            for end in 0...value.count {
                value[..<end].withUnsafeBytes { bytes in
                    var reader = WireReader(bytes)
                    #expect(reader.skip(type) == (end == value.count), "\(type), \(end) bytes")
                }
            }
        }
    }
}
