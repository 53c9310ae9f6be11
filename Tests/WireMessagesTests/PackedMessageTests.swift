import CMedCodesProtos
import TestSupport
import Testing
import WireMessages

@Suite("Packed message")
struct PackedMessageTests {
    @Test("Unpacking and packing again gives the same bytes")
    func roundTrip() throws {
        #expect(try Medcodes__V1__Code.repacked(Samples.code) == Samples.code)
        #expect(try Medcodes__V1__BatchGetCodesRequest.repacked(Samples.batch) == Samples.batch)
    }

    @Test("A message that comes twice is merged, as the encoding asks")
    func merging() throws {
        let halves =
            Wire.field(17, Wire.field(1, Wire.field(2, "one"))) + Wire.field(17, Wire.field(1, Wire.field(2, "two")))
        let whole = Wire.field(17, Wire.field(1, Wire.field(2, "one")) + Wire.field(1, Wire.field(2, "two")))
        #expect(try Medcodes__V1__Code.repacked(halves) == whole)
    }

    @Test("Merging without end, which takes memory by the square, ends at the budget")
    func mergingBomb() {
        let bomb = Array(repeatElement(Wire.field(17, Wire.field(1, [])), count: 16_000).joined())
        #expect(throws: MessageError(.tooLarge)) { try Medcodes__V1__Code.repacked(bomb) }
    }

    @Test("One arena serves any number of messages and stays at its first block")
    func reuse() throws {
        let arena = MessageArena()
        for _ in 0..<1_000 { #expect(try Medcodes__V1__Code.repacked(Samples.code, arena: arena) == Samples.code) }
        #expect(arena.heldByteCount == 16_384)
    }

    @Test("A message is built in the arena and written behind the headroom asked for", arguments: [0, 5])
    func headroom(headroom: Int) {
        let arena = MessageArena()
        let bytes = arena.scope {
            let key: UnsafeMutablePointer<Medcodes__V1__CodeKey> = arena.make { key in
                key.system = MEDCODES__V1__CODE_SYSTEM__CODE_SYSTEM_CPT
                key.code = arena.copy("22849")
            }
            return PackedMessage(key).bytes(headroom: headroom)
        }
        #expect(bytes == [UInt8](repeating: 0, count: headroom) + [0x08, 0x01, 0x12, 0x05] + Array("22849".utf8))
    }

    @Test("Lists of messages and of texts are built in order")
    func lists() throws {
        let arena = MessageArena()
        let bytes = arena.scope {
            let code: UnsafeMutablePointer<Medcodes__V1__Code> = arena.make { code in
                code.n_clinician_descriptors = 2
                code.clinician_descriptors = arena.list(["one", "two"])
                code.n_successors = 2
                code.successors = arena.list(["A1", "B2"]) { (text, key: inout Medcodes__V1__CodeKey) in
                    key.code = arena.copy(text)
                }
            }
            return PackedMessage(code).bytes()
        }
        let expected =
            Wire.field(6, "one") + Wire.field(6, "two") + Wire.tag(16, 2) + [4] + Wire.field(2, "A1") + Wire.tag(16, 2)
            + [4]
            + Wire.field(2, "B2")
        #expect(bytes == expected)
    }
}
