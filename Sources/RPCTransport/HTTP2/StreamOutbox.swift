internal import RPCCore

/// The messages a stream still has to send, and how it ends.
struct StreamOutbox {
    /// Fields sent before the messages; held because nghttp2 points into them.
    var headers: HeaderBlock?
    /// The list that nghttp2 was given the first field of, until it is sent.
    var sentBefore: SentHeaderList?
    /// Fields to be sent after the messages; held for the same reason.
    private(set) var trailers: HeaderBlock?
    /// Whether nothing may be added any more.
    private(set) var isFinished = false
    /// Bytes waiting.
    private(set) var byteCount = 0

    // One message is by far the most common case and needs no array.
    private var first: MessageFrame?
    private var others = FirstInFirstOut<MessageFrame>()
    private var sentOfFirst = 0

    /// Adds a message.
    mutating func append(_ frame: consuming MessageFrame) {
        byteCount += frame.byteCount
        if first == nil { first = frame } else { others.append(frame) }
    }

    /// All there is to send on a stream, at once: what `append` and `finish` do one after the other.
    mutating func fill(
        headers: consuming HeaderBlock, frame: consuming MessageFrame, trailers: consuming HeaderBlock
    ) {
        self.headers = consume headers
        append(frame)
        self.trailers = consume trailers
        isFinished = true
    }

    /// Nothing more will be added; trailers, if any, end the stream after the last message.
    mutating func finish(trailers: HeaderBlock?) {
        self.trailers = trailers
        isFinished = true
    }

    /// Appends the next bytes to `output`; there must be so many.
    mutating func move(_ byteCount: Int, to output: ByteBuffer) {
        var left = byteCount
        self.byteCount -= byteCount
        while left > 0, let frame = first {
            let step = min(left, frame.byteCount - sentOfFirst)
            withExtendedLifetime(frame) {
                output.append(UnsafeRawBufferPointer(rebasing: frame.bytes[sentOfFirst..<sentOfFirst + step]))
            }
            left -= step
            sentOfFirst += step
            if sentOfFirst == frame.byteCount { advance() }
        }
    }

    /// Back to the beginning, with nothing to send.
    mutating func removeAll() {
        headers = nil
        sentBefore = nil
        trailers = nil
        isFinished = false
        byteCount = 0
        first = nil
        sentOfFirst = 0
        if !others.isEmpty { others.removeAll() }
    }

    private mutating func advance() {
        sentOfFirst = 0
        first = others.isEmpty ? nil : others.popFirst()
    }
}
