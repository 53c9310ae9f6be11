import TestSupport

@testable import RPCTransport

/// Both ends of a TLS connection, with the bytes on their way edited; and either end fed with bytes alone.
///
/// An input is a byte of choices (``Choices``), the size of chunks, and either edits (``StreamEdits``) or the bytes.
enum TLSTarget: FuzzTarget {
    static let name = "tls"

    static func seeds() -> [String: [UInt8]] {
        let hello: [UInt8] = [22, 3, 1, 0, 4, 1, 0, 0, 0]
        return [
            "clean": [0, 0], "clean-bytewise": [0, 128], "clean-mutual": [8, 0], "clean-long": [16, 0],
            "clean-long-pieces": [24, 255], "clean-mutual-pieces": [8, 200],
            "flip-hello": [0, 0, 0, 0, 60, 1], "flip-server-hello": [1, 0, 0, 0, 80, 255],
            "flip-finished": [0, 0, 0, 1, 210, 128], "flip-data": [0, 0, 0, 2, 60, 1],
            "remove": [0, 0, 1, 0, 90, 12], "insert": [1, 0, 2, 0, 5, 3, 20, 3, 3], "repeat": [0, 0, 3, 1, 0, 40],
            "truncate": [1, 0, 4, 2, 0], "bytes-to-server": [2, 0] + hello, "bytes-to-client": [3, 0] + hello,
            "alert": [2, 0, 21, 3, 3, 0, 2, 2, 40], "http1": [2, 0] + "GET / HTTP/1.1\r\n\r\n".utf8,
            "http2": [2, 0] + ClientFrames.preface, "after-handshake": [4, 0, 23, 3, 3, 0, 3, 1, 2, 3],
            "after-handshake-client": [5, 0, 21, 3, 3, 0, 2, 1, 0],
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let choices = Choices(rawValue: input.byte())
        let chunkByteCount = input.chunkByteCount()
        let pair = TLSWatch(TLSContexts.shared, isMutual: choices.contains(.mutual), isLong: choices.contains(.long))
        let edited: TLSWatch.Direction = choices.contains(.toClient) ? .toClient : .toServer
        guard choices.isDisjoint(with: [.bytesOnly, .bytesAfterHandshake]) else {
            if choices.contains(.bytesAfterHandshake) { try pair.talk(chunkByteCount: .max) }
            return try pair.feed(input.remainder, edited, chunkByteCount: chunkByteCount)
        }
        pair.edit(StreamEdits(&input), edited)
        try pair.talk(chunkByteCount: chunkByteCount)
        try pair.checkEnd()
    }

    /// What the first byte of an input says.
    private struct Choices: OptionSet {
        let rawValue: UInt8

        /// What the server sends is edited, and not what the client sends.
        static let toClient = Choices(rawValue: 1)
        /// One end is fed with the bytes instead.
        static let bytesOnly = Choices(rawValue: 2)
        /// The same, after a handshake.
        static let bytesAfterHandshake = Choices(rawValue: 4)
        /// The client shows a certificate too.
        static let mutual = Choices(rawValue: 8)
        /// What is said after the handshake takes several records.
        static let long = Choices(rawValue: 16)
    }
}
