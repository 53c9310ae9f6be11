import RPCCore
import Testing

@Suite("A body of one message")
struct SingleMessageTests {
    private let frame: [UInt8] = [0, 0, 0, 0, 3, 7, 8, 9]

    @Test("Comes whole whatever the chunks", arguments: 1...8)
    func chunks(chunkByteCount: Int) throws {
        #expect(try read(frame, chunkByteCount: chunkByteCount) == [7, 8, 9])
    }

    @Test("Stays where it lies while it is one chunk, and is copied before the next")
    func borrowing() throws {
        let body = SingleMessage(messageByteCountMax: 3)
        try frame.withUnsafeBytes { bytes in
            try body.receive(bytes)
            let address = try body.withMessage { _, message throws(RPCError) in message.baseAddress }
            #expect(address == bytes.baseAddress.map { $0 + 5 })
            #expect(body.ownedByteCount == 0)
            body.own()
        }
        #expect(body.ownedByteCount == 8)
        #expect(try body.withMessage { _, message throws(RPCError) in Array(message) } == [7, 8, 9])
    }

    @Test(
        "Is refused for what its prefix says, before the payload comes",
        arguments: [
            ([0, 0, 0, 0, 4], StatusCode.resourceExhausted), ([0, 255, 255, 255, 255], .resourceExhausted),
            ([1], .internal), ([2], .internal), ([255], .internal),
        ] as [([UInt8], StatusCode)])
    func refusedPrefix(bytes: [UInt8], code: StatusCode) {
        let body = SingleMessage(messageByteCountMax: 3)
        let error = #expect(throws: RPCError.self) { try bytes.withUnsafeBytes { try body.receive($0) } }
        #expect(error?.code == code)
    }

    @Test(
        "Is refused when it is none, cut short, or more than one",
        arguments: [
            ([], StatusCode.unimplemented), ([0, 0], .internal), ([0, 0, 0, 0, 3, 7], .internal),
            ([0, 0, 0, 0, 0, 0], .unimplemented), ([0, 0, 0, 0, 1, 5, 0, 0, 0, 0, 0], .unimplemented),
        ] as [([UInt8], StatusCode)], [1, 16])
    func refusedBody(body: ([UInt8], StatusCode), chunkByteCount: Int) {
        let error = #expect(throws: RPCError.self) { try read(body.0, chunkByteCount: chunkByteCount) }
        #expect(error?.code == body.1)
    }

    @Test("May be compressed when the call names an encoding")
    func compressed() throws {
        let body = SingleMessage(messageByteCountMax: 3, allowsCompression: true)
        let bytes: [UInt8] = [1, 0, 0, 0, 1, 5]
        try bytes.withUnsafeBytes { try body.receive($0) }
        body.own()
        #expect(try body.withMessage { isCompressed, _ throws(RPCError) in isCompressed })
    }

    private func read(_ bytes: [UInt8], chunkByteCount: Int) throws(RPCError) -> [UInt8] {
        let body = SingleMessage(messageByteCountMax: 3)
        for start in stride(from: 0, to: bytes.count, by: chunkByteCount) {
            let chunk = Array(bytes[start..<min(start + chunkByteCount, bytes.count)])
            try chunk.withUnsafeBufferPointer { chunk throws(RPCError) in
                try body.receive(UnsafeRawBufferPointer(chunk))
            }
            body.own()
        }
        return try body.withMessage { _, message throws(RPCError) in Array(message) }
    }
}

@Suite("Message frames")
struct MessageFrameTests {
    @Test("Consist of flag, big-endian length and message")
    func layout() {
        let frame = MessageFrame(messageByteCount: 258, isCompressed: true) {
            $0.initializeMemory(as: UInt8.self, repeating: 9)
        }
        #expect(bytes(frame) == [1, 0, 0, 1, 2] + [UInt8](repeating: 9, count: 258))
        #expect(frame.byteCount == 263)
        #expect(frame.withMessage { Array($0) } == [UInt8](repeating: 9, count: 258))
        #expect(bytes(MessageFrame(message: [1, 2])) == [0, 0, 0, 0, 2, 1, 2])
        #expect(bytes(MessageFrame.empty) == [0, 0, 0, 0, 0])
    }

    private func bytes(_ frame: MessageFrame) -> [UInt8] {
        withExtendedLifetime(frame) { Array(frame.bytes) }
    }
}
