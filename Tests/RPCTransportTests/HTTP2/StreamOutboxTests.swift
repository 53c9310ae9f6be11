import RPCCore
import Testing

@testable import RPCTransport

@Suite("What a stream has to send")
struct StreamOutboxTests {
    @Test("Messages go out in order, in pieces of any size", arguments: [1, 2, 7, 100])
    func pieces(step: Int) {
        var outbox = StreamOutbox()
        let messages: [[UInt8]] = [[1, 2, 3], [], [4], Array(repeating: 5, count: 20)]
        for message in messages { outbox.append(MessageFrame(message: message)) }
        let expected: [UInt8] = messages.flatMap { message -> [UInt8] in [0, 0, 0, 0, UInt8(message.count)] + message }
        #expect(outbox.byteCount == expected.count)
        let output = ByteBuffer(capacity: 1)
        while outbox.byteCount > 0 { outbox.move(min(step, outbox.byteCount), to: output) }
        #expect(Array(output.bytes) == expected)
    }

    @Test("What is added between pieces follows")
    func addedLater() {
        var outbox = StreamOutbox()
        let output = ByteBuffer(capacity: 1)
        outbox.append(MessageFrame(message: [1]))
        outbox.move(6, to: output)
        outbox.append(MessageFrame(message: [2]))
        outbox.move(3, to: output)
        outbox.append(MessageFrame(message: [3]))
        outbox.move(9, to: output)
        #expect(Array(output.bytes) == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 3])
        #expect(outbox.byteCount == 0)
    }
}
