import CMedCodesProtos
import CProtobufC
import TestSupport
import Testing
import WireMessages

@Suite("Wire scan")
struct WireScanTests {
    @Test("A well-formed message is counted")
    func counts() throws {
        let scan = try Medcodes__V1__BatchGetCodesRequest.scan(Samples.batch)
        #expect(scan.fieldCount == 13)
        #expect(scan.unpackedByteCount > Samples.batch.count)
    }

    @Test("The empty message is fine")
    func empty() throws {
        #expect(try Medcodes__V1__Code.scan([]).fieldCount == 0)
    }

    @Test("Unknown fields of every wire type are skipped")
    func unknownFields() throws {
        let unknown =
            Wire.field(500, 7) + Wire.tag(501, 1) + [1, 2, 3, 4, 5, 6, 7, 8] + Wire.field(502, [0xFF, 0, 0xFF])
            + Wire.tag(503, 5) + [1, 2, 3, 4]
        #expect(try Medcodes__V1__CodeKey.scan(Samples.key + unknown).fieldCount == 7)
        #expect(try Medcodes__V1__CodeKey.repacked(Samples.key + unknown) == Samples.key + unknown)
    }

    @Test(
        "A problem is named with the path of its field",
        arguments: [
            (Wire.field(1, Samples.key) + Wire.field(1, Wire.field(2, [0xC3])), "keys[1].code: the text is not UTF-8"),
            (Wire.field(1, Wire.field(3, [0x61, 0])), "keys[0].system_uri: the text holds the character U+0000"),
            (Wire.field(1, Wire.field(2, 5)), "keys[0].code: the field has the wire type of another type"),
            (Wire.field(2, [0x08]), "as_of.year: the message ends inside a field"),
            (Wire.field(3, 1) + [0x1B], "the message holds a group or an unknown wire type"),
            ([0x1C], "the message holds a group or an unknown wire type"),
            ([0x00], "the message holds a tag or number that is too long"),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "the message holds a tag or number that is too long"),
            ([0x80], "the message ends inside a field"),
        ] as [([UInt8], String)])
    func namesPath(bytes: [UInt8], description: String) {
        #expect { try Medcodes__V1__BatchGetCodesRequest.scan(bytes) } throws: { "\($0)" == description }
    }

    @Test("Messages may lie inside each other up to the limit and no deeper", arguments: [1, 2, 16, 32])
    func depthLimit(depthMax: Int) {
        let recursive = RecursiveType()
        let limits = WireLimits(depthMax: depthMax, fieldCountMax: 1000, unpackedByteCountMax: 1 << 20)
        #expect(problem(recursive.nested(depth: depthMax), as: recursive, limits) == nil)
        #expect(problem(recursive.nested(depth: depthMax + 1), as: recursive, limits) == .tooDeep)
    }

    @Test("A depth bomb of 30 KB is refused before the stack is at risk")
    func depthBomb() {
        let recursive = RecursiveType()
        #expect(problem(recursive.nested(depth: 10_000), as: recursive, .request) == .tooDeep)
    }

    @Test("Two-byte elements that unpack to hundreds of bytes are refused by what they would take")
    func amplification() {
        // 500,000 empty keys, 1 MB on the wire, would unpack to 36 MB.
        let bomb = [UInt8]((0..<500_000).flatMap { _ in [0x0A, 0x00] as [UInt8] })
        let limits = WireLimits(depthMax: 16, fieldCountMax: .max, unpackedByteCountMax: 16 << 20)
        #expect { try scan(bomb, limits) } throws: { ($0 as? MessageError)?.problem == .tooLarge }
        #expect { try scan(bomb, .request) } throws: { ($0 as? MessageError)?.problem == .tooManyFields }
    }

    @Test("Unknown fields and packed elements count too")
    func countsHiddenFields() {
        let limits = WireLimits(depthMax: 16, fieldCountMax: 10, unpackedByteCountMax: 1 << 20)
        let unknown = (0..<11).flatMap { _ in Wire.field(900, 1) }
        #expect(throws: MessageError(.tooManyFields)) { try scan(unknown, limits) }
        let packed = Wire.field(3, Wire.field(4, [UInt8](repeating: 1, count: 10)))
        #expect(throws: MessageError(.tooManyFields, at: "encounter_issues[0].item_indexes[0]")) {
            try Medcodes__V1__ValidateCodesResponse.scan(packed, limits: limits)
        }
    }

    @Test("A message cut anywhere is refused or is a shorter message, and never crashes")
    func truncation() {
        for end in 0..<Samples.code.count {
            let bytes = Array(Samples.code[..<end])
            do {
                _ = try Medcodes__V1__Code.scan(bytes)
                // A prefix that ends between two fields is a message by itself.
                #expect((try? Medcodes__V1__Code.repacked(bytes)) == bytes, "\(end) bytes")
            } catch {
                #expect((error as? MessageError)?.problem == .truncated, "\(end) bytes: \(error)")
            }
        }
    }

    @Test(
        "Whatever passes the scan unpacks, within the memory the scan foretold", arguments: 1...8 as ClosedRange<UInt64>
    )
    func mutation(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var passedCount = 0
        for _ in 0..<20_000 {
            let bytes = Self.mutated(Samples.code, using: &random)
            guard let scan = try? Medcodes__V1__Code.scan(bytes) else { continue }
            passedCount += 1
            let limits = WireLimits(depthMax: 16, fieldCountMax: 100_000, unpackedByteCountMax: scan.unpackedByteCount)
            let unpacks = bytes.withUnsafeBytes { bytes in
                (try? Medcodes__V1__Code.withUnpacked(bytes, limits: limits, arena: MessageArena()) { _ in true })
                    ?? false
            }
            #expect(unpacks, "\(bytes)")
        }
        #expect(passedCount > 1_000)
    }

    private static func mutated(_ sample: [UInt8], using random: inout SplitMix64) -> [UInt8] {
        var bytes = sample
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 1: bytes[position] = .random(in: 0...255, using: &random)
            case 2: bytes.insert(.random(in: 0...255, using: &random), at: position)
            default: bytes.remove(at: position)
            }
        }
        return bytes
    }

    private func scan(_ bytes: [UInt8], _ limits: WireLimits) throws -> WireScan {
        try Medcodes__V1__BatchGetCodesRequest.scan(bytes, limits: limits)
    }

    private func problem(_ bytes: [UInt8], as type: RecursiveType, _ limits: WireLimits) -> MessageError.Problem? {
        do {
            try bytes.withUnsafeBytes { bytes in
                _ = try WireScan(bytes, as: type.descriptor, limits: limits)
            }
            return nil
        } catch {
            return (error as? MessageError)?.problem
        }
    }
}
