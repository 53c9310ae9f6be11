import TestSupport

@testable import RPCCore

/// Bodies of gRPC streams: messages behind prefixes of five bytes, however they are cut on their way.
///
/// An input is: the length limit, whether compression is allowed, the size of chunks, the body.
enum FramingTarget: FuzzTarget {
    static let name = "framing"

    static func seeds() -> [String: [UInt8]] {
        let hello: [UInt8] = [0, 0, 0, 0, 5] + Array("hello".utf8)
        return [
            "one": [100, 0, 0] + hello,
            "empty-message": [100, 0, 0, 0, 0, 0, 0, 0],
            "three-bytewise": [100, 0, 128] + hello + [0, 0, 0, 0, 0] + hello,
            "compressed": [100, 1, 0, 1] + hello.dropFirst(),
            "too-long": [4, 0, 0] + hello,
            "half": [100, 1, 130] + hello + hello.dropLast(2),
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let limit = Int(input.byte())
        let allowsCompression = input.byte() & 1 == 1
        let chunkByteCount = input.chunkByteCount()
        let expected = Reading(Array(input.rest), limit: limit, allowsCompression: allowsCompression)
        try checkAssembler(input, chunkByteCount, limit: limit, allowsCompression: allowsCompression, expected)
        try checkSingle(input, chunkByteCount, limit: limit, allowsCompression: allowsCompression, expected)
        try checkCredit(input, chunkByteCount, expected)
    }

    /// What a body holds, found the plain way.
    private struct Reading {
        var messages: [ReceivedMessage] = []
        var error: StatusCode?
        var incomplete = 0

        init(_ body: [UInt8], limit: Int, allowsCompression: Bool) {
            var rest = body[...]
            while let flags = rest.first {
                incomplete = rest.count
                if flags > (allowsCompression ? 1 : 0) { error = .internal }
                let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
                if error == nil, rest.count >= 5, length > limit { error = .resourceExhausted }
                guard error == nil, rest.count >= 5 + length else { return }
                messages.append(
                    ReceivedMessage(bytes: Array(rest.dropFirst(5).prefix(length)), wasCompressed: flags == 1))
                rest = rest.dropFirst(5 + length)
                incomplete = 0
            }
        }
    }

    private static func checkAssembler(
        _ input: FuzzInput, _ chunkByteCount: Int, limit: Int, allowsCompression: Bool, _ expected: Reading
    ) throws {
        var assembler = MessageAssembler(messageByteCountMax: limit, allowsCompression: allowsCompression)
        var messages: [ReceivedMessage] = []
        var error: RPCError?
        try input.forEachChunk(of: chunkByteCount) { chunk in
            guard error == nil else { return }
            do throws(RPCError) { try assembler.receive(chunk) { messages.append($0) } } catch let thrown {
                error = thrown
            }
            try demand(assembler.incompleteByteCount <= limit + 5, "more is kept than a message may have")
        }
        try demand(messages == expected.messages, "the messages are \(messages), not \(expected.messages)")
        try demand(error?.code == expected.error, "the error is \(String(describing: error))")
        if error == nil { try demand(assembler.incompleteByteCount == expected.incomplete, "the rest is miscounted") }
        for message in messages {
            let frame = MessageFrame(message: message.bytes)
            try withExtendedLifetime(frame) {
                try demand(frame.bytes.dropFirst(5).elementsEqual(message.bytes), "a frame holds another message")
                try demand(MessagePrefix(frame.bytes)?.messageByteCount == message.bytes.count, "a prefix is wrong")
            }
        }
    }

    private static func checkSingle(
        _ input: FuzzInput, _ chunkByteCount: Int, limit: Int, allowsCompression: Bool, _ expected: Reading
    ) throws {
        let single = SingleMessage(messageByteCountMax: limit, allowsCompression: allowsCompression)
        var outcome: Result<ReceivedMessage, RPCError>?
        input.forEachChunk(of: chunkByteCount) { chunk in
            guard outcome == nil else { return }
            do throws(RPCError) { try single.receive(chunk) } catch { outcome = .failure(error) }
            single.own()
        }
        let result =
            outcome
            ?? Result { () throws(RPCError) in
                try single.withMessage { isCompressed, bytes throws(RPCError) in
                    ReceivedMessage(bytes: Array(bytes), wasCompressed: isCompressed)
                }
            }
        switch result {
        case .success(let message):
            try demand(expected.messages == [message] && expected.incomplete == 0, "no one message came")
        case .failure(let error):
            try demand(error.code == singleError(expected), "the error is \(error)")
        }
    }

    /// The error of a body that does not consist of one message; nil when it does.
    private static func singleError(_ expected: Reading) -> StatusCode? {
        switch (expected.messages.count, expected.incomplete) {
        case (0, 0), (2..., _), (1, 1...): .unimplemented
        case (0, _): expected.error ?? .internal
        default: nil
        }
    }

    /// All window credit comes back, and none before its bytes.
    private static func checkCredit(_ input: FuzzInput, _ chunkByteCount: Int, _ expected: Reading) throws {
        var assembler = MessageAssembler(messageByteCountMax: .max, allowsCompression: true)
        var queue = InboundQueue()
        var (received, returned) = (0, 0)
        try input.forEachChunk(of: chunkByteCount) { chunk in
            var complete: [ReceivedMessage] = []
            do throws(RPCError) { try assembler.receive(chunk) { complete.append($0) } } catch { return }
            received += chunk.count
            queue.receive(complete, byteCount: chunk.count)
            if chunk[0] & 1 == 1 { _ = queue.poll() }
            returned += queue.takeCredit()
            try demand(returned <= received, "more credit is given back than bytes came")
        }
        while queue.poll() != nil {}
        returned += queue.takeCredit()
        try demand(returned == received, "of \(received) bytes \(returned) were given back")
    }
}
