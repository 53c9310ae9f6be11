import RPCCore

@testable import RPCTransport

/// One end of a connection in memory: writes down what happens to it.
final class HTTP2Peer: HTTP2ConnectionHandler {
    private(set) var events: [String] = []
    private(set) var bodies: [Int32: [UInt8]] = [:]
    /// Whether payload is consumed as it comes.
    var consumesPayload = true
    /// Makes the objects of streams that the other end opens.
    var makeStream: () -> HTTP2Stream = { HTTP2Stream() }
    /// Called with each stream whose sender has ended it.
    var onEnd: (HTTP2Stream) -> Void = { _ in }

    private var connectionStorage: HTTP2Connection?

    init(_ configuration: HTTP2Configuration, memory: SessionMemory? = nil) throws {
        connectionStorage = try HTTP2Connection(configuration: configuration, handler: self, memory: memory)
    }

    convenience init(_ role: HTTP2Configuration.Role) throws { try self.init(HTTP2Configuration(role: role)) }

    var connection: HTTP2Connection {
        guard let connectionStorage else { preconditionFailure("the connection is made in init") }
        return connectionStorage
    }

    /// All that this end has to send now.
    func output(byteCountMax: Int = .max) throws -> [UInt8] {
        let output = ByteBuffer(capacity: 1)
        try connection.send(to: output, byteCountMax: byteCountMax)
        return Array(output.bytes)
    }

    func receive(_ bytes: [UInt8], chunkByteCount: Int = .max) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(chunkByteCount))
            try chunk.withUnsafeBytes { try connection.receive($0) }
            rest = rest.dropFirst(chunk.count)
        }
    }

    /// Carries bytes between both ends until neither has any.
    func exchange(with other: HTTP2Peer, chunkByteCount: Int = .max) throws {
        while true {
            let (mine, theirs) = (try output(), try other.output())
            if mine.isEmpty, theirs.isEmpty { return }
            try other.receive(mine, chunkByteCount: chunkByteCount)
            try receive(theirs, chunkByteCount: chunkByteCount)
        }
    }

    func openStream() -> HTTP2Stream { makeStream() }

    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        events.append(
            "\(stream.id) \(String(decoding: name, as: UTF8.self)): \(String(decoding: value, as: UTF8.self))")
    }

    func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind) {
        events.append("\(stream.id) \(kind)\(stream.hasOversizedHeaders ? " oversized" : "")")
    }

    func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        bodies[stream.id, default: []] += bytes
        if consumesPayload { connection.consume(bytes.count, on: stream) }
    }

    func receivedEnd(on stream: HTTP2Stream) {
        events.append("\(stream.id) end")
        onEnd(stream)
    }

    func closed(_ stream: HTTP2Stream, code: HTTP2ErrorCode) { events.append("\(stream.id) closed \(code.rawValue)") }

    func receivedSettings() {}

    func receivedPong() { events.append("pong") }

    func receivedGoAway(lastStreamID: Int32, code: HTTP2ErrorCode) {
        events.append("goaway \(lastStreamID) \(code.rawValue)")
    }
}

extension HeaderBlock {
    /// A block of these fields.
    convenience init(_ fields: KeyValuePairs<String, String>) {
        self.init(ReplyMetadata(fields: fields.map { (Array($0.key.utf8), Array($0.value.utf8)) }))
    }

    static var request: HeaderBlock {
        HeaderBlock([":method": "POST", ":scheme": "https", ":path": "/a/B", ":authority": "test"])
    }
    static var response: HeaderBlock { HeaderBlock([":status": "200"]) }
    static var trailers: HeaderBlock { HeaderBlock(["grpc-status": "0"]) }
}

/// A frame as RFC 9113 section 4.1 lays it out.
struct RawFrame {
    var type: UInt8
    var flags: UInt8 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + RawFrame(type: 4).bytes

    var bytes: [UInt8] {
        let length = [16, 8, 0].map { UInt8(payload.count >> $0 & 0xFF) }
        let id = [24, 16, 8, 0].map { UInt8(stream >> $0 & 0xFF) }
        return length + [type, flags] + id + payload
    }

    /// A request's HEADERS, in plain literals (RFC 7541 section 6.2.2).
    static func request(
        stream: UInt32, path: String = "/a/B", endsStream: Bool = false,
        more fields: KeyValuePairs<String, String> = [:]
    ) -> RawFrame {
        let pseudo = [(":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "test")]
        return headers(stream: stream, pseudo + fields.map { ($0.key, $0.value) }, endsStream: endsStream)
    }

    /// HEADERS with these fields, each shorter than 127 bytes, in plain literals.
    static func headers(stream: UInt32, _ fields: [(String, String)], endsStream: Bool = false) -> RawFrame {
        var block: [UInt8] = []
        for (name, value) in fields {
            block += [0, UInt8(name.utf8.count)] + Array(name.utf8)
            block += [UInt8(value.utf8.count)] + Array(value.utf8)
        }
        return RawFrame(type: 1, flags: endsStream ? 5 : 4, stream: stream, payload: block)
    }

    /// The frames in these bytes.
    static func parse(_ bytes: [UInt8]) -> [RawFrame] {
        var frames: [RawFrame] = []
        var rest = bytes[...]
        while rest.count >= 9 {
            let head = Array(rest.prefix(9))
            let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
            let stream = head[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let payload = Array(rest.dropFirst(9).prefix(length))
            frames.append(RawFrame(type: head[3], flags: head[4], stream: stream, payload: payload))
            rest = rest.dropFirst(9 + length)
        }
        return frames
    }
}
