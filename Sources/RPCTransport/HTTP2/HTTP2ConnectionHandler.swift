/// What happens on an HTTP/2 connection. Called during ``HTTP2Connection/receive(_:)`` and, for closed streams, during
/// ``HTTP2Connection/send(to:byteCountMax:)``; bytes given are valid until the call returns, unless it says otherwise.
///
/// Handlers may send and reset from within these calls, but neither receive nor write out.
protocol HTTP2ConnectionHandler: AnyObject {
    /// The peer opens a stream: make the object that will hold its state. Servers only.
    func openStream() -> HTTP2Stream
    /// A header field or trailer of a stream that does not take it itself, names in lower case, pseudo-header fields (`:path`) first.
    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream)
    /// All fields of a header list have come.
    func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind)
    /// Payload. The bytes lie in the memory given to `receive` and are valid until that returns. They count against the
    /// windows until ``HTTP2Connection/consume(_:on:)``.
    func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream)
    /// The peer will send nothing more on this stream.
    func receivedEnd(on stream: HTTP2Stream)
    /// The stream is gone, whoever ended it. The last event of a stream; not called when the connection itself is dropped.
    func closed(_ stream: HTTP2Stream, code: HTTP2ErrorCode)
    /// The peer announced its settings, which a peer that speaks HTTP/2 does first of all (RFC 9113 section 3.4).
    func receivedSettings()
    /// The peer sent a PING, which is acknowledged already.
    func receivedPing()
    /// The peer acknowledged a PING.
    func receivedPong()
    /// The peer wants no new streams and will not process those above `lastStreamID`.
    func receivedGoAway(lastStreamID: Int32, code: HTTP2ErrorCode)
}

extension HTTP2ConnectionHandler {
    /// Does nothing.
    func receivedPing() {}

    /// Does nothing.
    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream) {}
}

/// What a header list is for.
enum HTTP2HeadersKind: Sendable {
    /// The fields that open a request, or the final ones that open a response.
    case initial
    /// A response with a 1xx status; the real one follows.
    case informational
    /// The fields after the payload.
    case trailing
}
