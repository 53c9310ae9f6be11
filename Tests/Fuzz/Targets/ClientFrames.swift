import RPCCore

@testable import RPCTransport

/// What clients send, to start from: made by our own client's end, and odd frames by hand.
enum ClientFrames {
    /// The connection preface with empty SETTINGS (RFC 9113 section 3.4).
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4)

    /// Frames by name, to follow the preface.
    static func samples() throws -> [String: [UInt8]] {
        let headers = frame(1, 4, 1, literals())
        return [
            "call": try calls(count: 1),
            "two-calls": try calls(count: 2),
            "literals": headers + frame(0, 1, 1, [0, 0, 0, 0, 1, 65]),
            "one-byte-data": headers + [0, 0, 0, 0, 1, 65].flatMap { frame(0, 0, 1, [$0]) } + frame(0, 1, 1),
            "padded": frame(1, 0xC, 1, [2] + literals() + [0, 0]) + frame(0, 9, 1, [1, 0, 0, 0, 0, 0, 0]),
            "priority": frame(1, 0x25, 1, [0, 0, 0, 0, 15] + literals()) + frame(2, 0, 3, [0, 0, 0, 1, 7]),
            "continuation": frame(1, 1, 1, literals().dropLast(20)) + frame(9, 4, 1, Array(literals().suffix(20))),
            "reset": headers + frame(3, 0, 1, [0, 0, 0, 8]),
            "trailers": headers + frame(0, 0, 1, [0, 0, 0, 0, 0]) + frame(1, 5, 1, literal("x-trailer", "1")),
            "windows": frame(4, 0, 0, [0, 4, 0, 0, 0, 1]) + frame(8, 0, 0, [0, 1, 0, 0]) + headers + frame(0, 1, 1),
            "pings": frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]) + frame(6, 1, 0, [1, 2, 3, 4, 5, 6, 7, 8]),
            "settings": frame(4, 0, 0, [0, 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 9, 0, 5, 0, 0, 64, 0]) + frame(4, 1),
            "goaway": frame(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]) + headers,
            "unknown": frame(0xFA, 0, 0, [1, 2, 3]) + headers,
            "skipped": frame(1, 5, 5, literals()) + frame(1, 5, 1, literals()),
            "bad-field": frame(1, 5, 1, literals() + literal("X-Upper", "1")),
            "large-list": frame(1, 5, 1, literals() + literal("x", String(repeating: "y", count: 120))),
            "table-sizes": frame(1, 5, 1, [0x3F, 0xE1, 0x1F, 0x20] + literals()),
            "push": frame(5, 4, 1, [0, 0, 0, 2] + literals()),
        ]
    }

    /// Calls one behind the other, as our client makes them; without the preface.
    static func calls(count: Int) throws -> [UInt8] {
        let client = HTTP2Watch(HTTP2Configuration(role: .client))
        let opening = ByteBuffer(capacity: 1)
        try client.connection.send(to: opening, byteCountMax: .max)
        let output = ByteBuffer(capacity: 1)
        for index in 0..<count {
            let stream = WatchedStream()
            connectionSends(index, stream)
            try client.connection.request(on: stream, headers: HeaderBlock(request))
        }
        try client.connection.send(to: output, byteCountMax: .max)
        return Array(output.bytes)
    }

    private static func connectionSends(_ index: Int, _ stream: WatchedStream) {
        stream.outbox.append(MessageFrame(message: Array("message \(index)".utf8)))
        stream.outbox.finish(trailers: nil)
    }

    static let fields = [
        (":method", "POST"), (":scheme", "https"), (":path", "/test.Service/Echo"), (":authority", "test"),
        ("content-type", "application/grpc"), ("te", "trailers"), ("x-text", "value"), ("x-bytes-bin", "AQID"),
    ]

    static let request = ReplyMetadata(fields: fields.map { (Array($0.0.utf8), Array($0.1.utf8)) })

    /// The fields of a request as literals without indexing (RFC 7541 section 6.2.2).
    static func literals() -> [UInt8] { fields.flatMap { literal($0.0, $0.1) } }

    /// A field of at most 126 bytes each for name and value.
    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0, UInt8(name.utf8.count)] + name.utf8 + [UInt8(value.utf8.count)] + value.utf8
    }

    /// A frame as RFC 9113 section 4.1 lays it out.
    static func frame(_ type: UInt8, _ flags: UInt8 = 0, _ stream: UInt8 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), type, flags, 0, 0, 0, stream] + payload
    }
}
