import CatalogModel
import TestSupport
import Testing
import WireMessages

@testable import CatalogMessages

@Suite("Values read straight from the bytes of their messages")
struct DirectReadingTests {
    @Test("An ordinary code is read directly", arguments: 0..<100 as Range<UInt64>)
    func ordinaryCode(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        var code = random.code()
        // Systems outside of the known ones, and codes longer than any, are read the long way.
        code.key = CodeKey(system: .icd10CM, canonical: "Z99999")
        code.parent = code.key
        code.successors = [code.key, code.key]
        code.similarCodes = code.similarCodes.map {
            SimilarCode(key: code.key, title: $0.title, reason: $0.reason, score: $0.score)
        }
        #expect(direct(Code.self, code.bytes) == code)
        #expect(direct(BatchGetCodesResponse.self, BatchGetCodesResponse(answers: [.found(code)]).bytes) != nil)
    }

    @Test("What is read directly of damaged bytes is what unpacking reads", arguments: 0..<50 as Range<UInt64>)
    func damagedBytes(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        var code = random.code()
        code.key = CodeKey(system: .cpt, canonical: "99999")
        let whole = code.bytes
        for _ in 0..<20 {
            var bytes = whole
            for _ in 0..<random.number(1...3) {
                let place = random.number(0...bytes.count - 1)
                switch random.number(0...3) {
                case 0: bytes[place] = UInt8(random.number(0...255))
                case 1: bytes[place] ^= 1 << random.number(0...7)
                case 2: bytes.insert(UInt8(random.number(0...255)), at: place)
                default: bytes.remove(at: place)
                }
            }
            guard let value = direct(Code.self, bytes) else { continue }
            let unpacked = try bytes.withUnsafeBytes { try Code.unpacked($0, arena: MessageArena()) }
            #expect(value == unpacked, "\(bytes)")
        }
    }

    @Test(
        "What is out of the ordinary is left to unpacking",
        arguments: [
            key + Wire.field(3, [0xFF]),
            key + Wire.field(3, "a\0b"),
            key + Wire.field(3, 1),
            key + Wire.tag(2, 0) + Wire.varint(.max),
            key + key,
            key + Wire.field(17, Wire.field(1, Wire.field(3, Wire.field(2, "a") + Wire.field(3, [])))),
            key + Wire.field(17, Wire.field(2, Wire.field(1, Wire.field(1, 5) + Wire.field(2, 4)))),
            key + Wire.tag(18, 2) + [9],
            [],
        ])
    func extraordinary(bytes: [UInt8]) { #expect(direct(Code.self, bytes) == nil) }

    @Test("Fields of a newer server are read over, and enum numbers of its own claim least")
    func newerServer() throws {
        let code = try #require(direct(Code.self, Self.key + Wire.field(99, "new") + Wire.field(2, 99)))
        #expect(code.key == CodeKey(system: .cpt, canonical: "99999"))
        #expect(code.kind == .header)
    }

    @Test("A list takes memory for the elements that it has")
    func exactCapacity() throws {
        let blocks = (0..<5).map { Block(label: "\($0)", .paragraph("text")) }
        var code = Code(key: CodeKey(system: .cpt, canonical: "99999"), longDescriptor: "")
        code.procedure = Procedure(sections: [Section(kind: .summary, heading: "", blocks: blocks)])
        let read = try #require(direct(Code.self, code.bytes)?.procedure?.sections.first?.blocks)
        #expect(read == blocks)
        #expect(read.capacity < 8)
    }

    private static let key = Wire.field(1, Wire.field(1, 1) + Wire.field(2, "99999"))

    private func direct<Value: DirectlyReadable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        bytes.withUnsafeBytes { Value(direct: $0) }
    }
}
