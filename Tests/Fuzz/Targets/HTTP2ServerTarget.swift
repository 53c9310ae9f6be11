import RPCCore

@testable import RPCTransport

/// A server's end of an HTTP/2 connection.
///
/// An input is: how calls are answered, the size of chunks, and what the client sends. The client's preface comes by itself
/// unless the first byte has its highest bit set.
enum HTTP2ServerTarget: FuzzTarget {
    static let name = "http2-server"

    static func seeds() throws -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        for (name, frames) in try ClientFrames.samples() { seeds[name] = [0, 0] + frames }
        seeds["no-preface"] = [0x80, 0, 0x16, 3, 1]
        for answer in 1..<ServerWatch.answerCount {
            seeds["answer-\(answer)"] = try [UInt8(answer), 200] + ClientFrames.calls(count: 3)
        }
        return seeds
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let choices = input.byte()
        let watch = ServerWatch(answer: Int(choices & 0x7F))
        let chunkByteCount = input.chunkByteCount()
        if choices < 0x80 { _ = try ClientFrames.preface.withUnsafeBytes { try watch.receive($0) } }
        var goesOn = true
        try input.forEachChunk(of: chunkByteCount) { if goesOn { goesOn = try watch.receive($0) } }
        try watch.answerLate()
        try demand(
            watch.connection.streams.count <= ServerWatch.concurrentStreamsMax, "more streams are open than may be")
        let answerByteCountMax = watch.openedCount * (ServerWatch.longAnswerByteCount + 1_000)
        try demand(
            watch.outputByteCount <= 2_000 + 40 * input.rest.count + answerByteCountMax,
            "\(input.rest.count) bytes have \(watch.outputByteCount) sent")
    }
}

/// A server that answers every call in the way it is told to.
private final class ServerWatch: HTTP2Watch {
    static let answerCount = 7
    static let concurrentStreamsMax = 8
    static let longAnswerByteCount = 100_000

    private(set) var openedCount = 0
    private let answer: Int
    private var waiting: [HTTP2Stream] = []

    init(answer: Int) {
        self.answer = answer
        var configuration = HTTP2Configuration(role: .server)
        configuration.concurrentStreamsMax = Self.concurrentStreamsMax
        configuration.headerListByteCountMax = 1_000
        configuration.headerFieldCountMax = 20
        configuration.streamWindowByteCount = 70_000
        configuration.connectionWindowByteCount = 80_000
        super.init(configuration)
    }

    override func openStream() -> HTTP2Stream {
        openedCount += 1
        return super.openStream()
    }

    override func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind) {
        super.receivedHeaders(on: stream, kind: kind)
        if kind == .initial, answer == 5 { connection.respond(on: stream, onlyHeaders: Self.headers) }
    }

    override func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        super.received(bytes, on: stream)
        if answer != 6, let stream = stream as? WatchedStream { consume(stream) }
    }

    override func receivedEnd(on stream: HTTP2Stream) {
        super.receivedEnd(on: stream)
        switch answer {
        case 0: respond(stream, byteCount: 3)
        case 1: connection.respond(on: stream, onlyHeaders: Self.headers)
        case 2: connection.reset(stream, code: .cancel)
        case 3: respond(stream, byteCount: Self.longAnswerByteCount)
        case 4:
            connection.startResponse(on: stream, headers: Self.headers)
            waiting.append(stream)
        default: waiting.append(stream)
        }
    }

    /// Sends what was left for later, also on streams that are gone by now.
    func answerLate() throws {
        for stream in waiting {
            if answer == 4 {
                connection.send(MessageFrame(message: [1, 2, 3]), on: stream)
                connection.finish(stream, trailers: Self.trailers)
            } else {
                connection.reset(stream, code: .internalError)
            }
        }
        connection.announceEnd()
        try drain()
    }

    private func respond(_ stream: HTTP2Stream, byteCount: Int) {
        let frame = MessageFrame(message: [UInt8](repeating: 7, count: byteCount))
        connection.respond(on: stream, headers: Self.headers, frame: frame, trailers: Self.trailers)
    }

    private static let headers = HeaderBlock(ReplyMetadata.responseHeaders)
    private static let trailers = HeaderBlock(ReplyMetadata.successTrailers)
}
