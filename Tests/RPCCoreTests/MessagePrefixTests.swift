import RPCCore
import Testing

@Suite("The prefix of a message")
struct MessagePrefixTests {
    @Test("Says how long the message is and whether it is compressed", arguments: [0, 1, 255, 256, 70_000])
    func layout(byteCount: Int) throws {
        for isCompressed in [false, true] {
            let frame = MessageFrame(messageByteCount: byteCount, isCompressed: isCompressed) { room in
                for index in room.indices { room[index] = UInt8(index & 0xFF) }
            }
            try withExtendedLifetime(frame) {
                let prefix = try #require(MessagePrefix(frame.bytes))
                #expect(prefix.messageByteCount == byteCount)
                #expect(prefix.flags == (isCompressed ? 1 : 0))
                #expect(frame.byteCount == byteCount + 5)
            }
            #expect(frame.withMessage { $0.elementsEqual((0..<byteCount).map { UInt8($0 & 0xFF) }) })
        }
    }

    @Test("The longest length there is is read as it stands")
    func longest() {
        let bytes: [UInt8] = [1, 0xFF, 0xFF, 0xFF, 0xFF]
        let prefix = bytes.withUnsafeBytes { MessagePrefix($0) }
        #expect(prefix?.messageByteCount == 4_294_967_295)
    }

    @Test("Fewer than five bytes are no prefix", arguments: 0..<5)
    func short(byteCount: Int) {
        #expect([UInt8](repeating: 0, count: byteCount).withUnsafeBytes { MessagePrefix($0) } == nil)
    }
}
