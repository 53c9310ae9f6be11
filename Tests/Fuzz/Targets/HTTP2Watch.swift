@testable import RPCTransport

/// A stream, and what has happened on it.
class WatchedStream: HTTP2Stream {
    fileprivate var headerByteCount = 0
    fileprivate var headerCount = 0
    fileprivate var unconsumedByteCount = 0
    fileprivate var isClosed = false
}

/// One end of an HTTP/2 connection without a socket: checks the order and the size of the events, and of what is sent.
class HTTP2Watch: HTTP2ConnectionHandler {
    /// What did not hold, if anything did not.
    private(set) var violation: String?
    /// Bytes sent so far.
    private(set) var outputByteCount = 0

    private(set) lazy var connection: HTTP2Connection = {
        do { return try HTTP2Connection(configuration: configuration, handler: self) } catch {
            fatalError("there is no memory for a connection: \(error)")
        }
    }()
    private let configuration: HTTP2Configuration
    private var unconsumedByteCount = 0
    private var frames: FrameWalk
    private var wasSentAway = false

    init(_ configuration: HTTP2Configuration) {
        self.configuration = configuration
        frames = FrameWalk(skipping: configuration.role == .client ? 24 : 0)
    }

    /// Takes bytes from the peer and drops what is to be sent.
    ///
    /// - Returns: Whether the connection goes on.
    func receive(_ bytes: UnsafeRawBufferPointer) throws -> Bool {
        connection.now += 1_000_000
        let isOver = (try? connection.receive(bytes)) == nil
        wasSentAway = connection.isSentAway
        try drain()
        if let violation { throw Violation(violation) }
        return !isOver && !connection.isFinished
    }

    /// Drops what is to be sent, and looks at it.
    func drain() throws {
        let output = ByteBuffer(capacity: 1)
        repeat {
            output.removeAll()
            try connection.send(to: output, byteCountMax: 16_384)
            outputByteCount += output.count
            try frames.take(output.bytes)
        } while !output.isEmpty
    }

    /// Demands a condition of an event.
    func check(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition, violation == nil { violation = message() }
    }

    func openStream() -> HTTP2Stream { WatchedStream() }

    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        guard let stream = watched(stream, "a field") else { return }
        stream.headerByteCount += name.count + value.count + 32
        stream.headerCount += 1
        check(stream.headerByteCount <= configuration.headerListByteCountMax, "a header list is over its limit")
        check(stream.headerCount <= configuration.headerFieldCountMax, "there are more fields than may be")
        check(!name.isEmpty && !name.contains { (65...90).contains($0) }, "the name of a field is not in lower case")
        check(!value.contains { $0 == 0 || $0 == 10 || $0 == 13 }, "a value holds a line end")
    }

    func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind) {
        guard let stream = watched(stream, "a header list") else { return }
        stream.headerByteCount = 0
        stream.headerCount = 0
    }

    func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        guard let stream = watched(stream, "payload") else { return }
        check(stream.hasInitialHeaders, "payload comes before the headers")
        stream.unconsumedByteCount += bytes.count
        unconsumedByteCount += bytes.count
        check(stream.unconsumedByteCount <= configuration.streamWindowByteCount, "a stream's window is overrun")
        check(unconsumedByteCount <= configuration.connectionWindowByteCount, "the connection's window is overrun")
    }

    func receivedEnd(on stream: HTTP2Stream) { check(stream.isOpen, "a stream ends that is not open") }

    func closed(_ stream: HTTP2Stream, code: HTTP2ErrorCode) {
        guard let stream = stream as? WatchedStream else { return }
        check(!stream.isClosed, "a stream is closed twice")
        stream.isClosed = true
        check(!stream.isOpen && !connection.streams.contains { $0 === stream }, "a closed stream is open")
        consume(stream)
    }

    func receivedSettings() {}
    func receivedPong() {}
    func receivedGoAway(lastStreamID: Int32, code: HTTP2ErrorCode) {}

    /// Gives the window back that a stream's payload has taken.
    func consume(_ stream: WatchedStream) {
        connection.consumeConnection(stream.unconsumedByteCount)
        connection.consumeStream(stream.unconsumedByteCount, on: stream)
        unconsumedByteCount -= stream.unconsumedByteCount
        stream.unconsumedByteCount = 0
    }

    private func watched(_ stream: HTTP2Stream, _ event: String) -> WatchedStream? {
        guard let stream = stream as? WatchedStream else { return nil }
        check(!stream.isClosed, "\(event) comes after the stream was closed")
        check(!stream.isRemoteEnded, "\(event) comes after the end")
        check(!wasSentAway, "\(event) comes although the peer was sent away")
        return stream
    }
}
