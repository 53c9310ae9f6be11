import Testing

@testable import RPCCore

@Suite("The memory of an incomplete message")
struct MessageMemoryTests {
    @Test(
        "Is always enough, and little more than what has come of a small one", arguments: [nil, 1, 20_000, 5_000_000])
    func steps(declaredByteCount: Int?) {
        var room = 0
        for needed in stride(from: 1, through: 3_000_000, by: 997) where needed > room {
            room = MessageMemory.byteCount(for: needed, now: room, declaredByteCount: declaredByteCount)
            #expect(room >= needed)
            if needed <= 16_384 { #expect(room <= 16_384) }
        }
    }

    @Test("Is what a large one declares, if that may be")
    func declared() {
        #expect(MessageMemory.byteCount(for: 20_000, now: 16_384, declaredByteCount: 4_000_000) == 4_000_000)
        #expect(MessageMemory.byteCount(for: 20_000, now: 16_384, declaredByteCount: 10_000) == 32_768)
        #expect(MessageMemory.byteCount(for: 20_000, now: 16_384, declaredByteCount: 4_294_967_300) == 32_768)
        #expect(MessageMemory.byteCount(for: 9_000_000, now: 8_388_608, declaredByteCount: 10_000_000) == 16_777_216)
    }
}
