import Testing

@testable import RPCTransport

@Suite("Byte buffers")
struct ByteBufferTests {
    @Test("Bytes come out as they went in, whatever is taken between", arguments: [1, 3, 8, 64])
    func order(step: Int) {
        let buffer = ByteBuffer(capacity: 4)
        var taken: [UInt8] = []
        for start in stride(from: 0, to: 240, by: 12) {
            buffer.append(Array(start..<start + 12).map(UInt8.init))
            let count = min(step, buffer.count)
            taken += buffer.bytes.prefix(count)
            buffer.removeFirst(count)
        }
        taken += buffer.bytes
        #expect(taken.elementsEqual(0..<240))
    }

    @Test("What is written in place counts as far as it was written")
    func writing() {
        let buffer = ByteBuffer(capacity: 1)
        buffer.append([1])
        buffer.append(upTo: 100) { room in
            room[0] = 2
            return 1
        }
        buffer.append(upTo: 100) { _ in 0 }
        #expect(Array(buffer.bytes) == [1, 2])
        buffer.removeAll()
        #expect(buffer.isEmpty)
    }
}

extension ByteBuffer {
    func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }
}
