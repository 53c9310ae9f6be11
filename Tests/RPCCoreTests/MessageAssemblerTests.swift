import Testing

@testable import RPCCore

@Suite("Cutting a stream into messages")
struct MessageAssemblerTests {
    @Test("Finds the same messages whatever the chunks", arguments: 1...14)
    func chunks(byteCount: Int) throws {
        let body: [UInt8] = [0, 0, 0, 0, 2, 7, 8] + [1, 0, 0, 0, 0] + [0, 0, 0, 0, 1, 9]
        #expect(
            try Self.messages(in: body, chunkByteCount: byteCount) == [
                ReceivedMessage(bytes: [7, 8]), ReceivedMessage(bytes: [], wasCompressed: true),
                ReceivedMessage(bytes: [9]),
            ])
    }

    @Test("Knows how much of a message has come", arguments: [(0, 0), (1, 1), (5, 5), (6, 6), (7, 0), (9, 2)])
    func incomplete(byteCount: Int, expected: Int) throws {
        var assembler = MessageAssembler(messageByteCountMax: 10, allowsCompression: false)
        try Self.feed([0, 0, 0, 0, 2, 7, 8, 0, 0][..<byteCount], to: &assembler)
        #expect(assembler.incompleteByteCount == expected)
    }

    @Test(
        "Refuses what a prefix may not say, before the payload comes",
        arguments: [
            ([UInt8]([0, 0, 0, 0, 11]), StatusCode.resourceExhausted), ([0, 255, 255, 255, 255], .resourceExhausted),
            ([2], .internal), ([255, 0, 0, 0, 1], .internal),
        ])
    func refusal(bytes: [UInt8], code: StatusCode) {
        let error = #expect(throws: RPCError.self) { try Self.messages(in: bytes, chunkByteCount: 100) }
        #expect(error?.code == code)
    }

    @Test("Refuses a compressed message where the stream names no encoding")
    func compression() {
        var assembler = MessageAssembler(messageByteCountMax: 10, allowsCompression: false)
        let error = #expect(throws: RPCError.self) { try Self.feed([1], to: &assembler) }
        #expect(error?.code == .internal)
    }

    private static func messages(in body: [UInt8], chunkByteCount: Int) throws(RPCError) -> [ReceivedMessage] {
        var assembler = MessageAssembler(messageByteCountMax: 10, allowsCompression: true)
        var messages: [ReceivedMessage] = []
        var rest = body[...]
        while !rest.isEmpty {
            messages += try feed(rest.prefix(chunkByteCount), to: &assembler)
            rest = rest.dropFirst(chunkByteCount)
        }
        return messages
    }

    @discardableResult
    private static func feed(
        _ bytes: some Collection<UInt8>, to assembler: inout MessageAssembler
    ) throws(RPCError) -> [ReceivedMessage] {
        var messages: [ReceivedMessage] = []
        let chunk = Array(bytes)
        try chunk.withUnsafeBufferPointer { bytes throws(RPCError) in
            try assembler.receive(UnsafeRawBufferPointer(bytes)) { messages.append($0) }
        }
        return messages
    }
}
