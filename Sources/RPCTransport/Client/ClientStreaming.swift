internal import RPCCore

/// What a streaming call has beside its stream, on the loop's side. Belongs to the connection's loop.
final class ClientStreaming {
    /// The most bytes of requests that are kept to be sent once more, should the server say that it has not looked at
    /// the call. A call that has sent more fails then.
    static let repeatableByteCountMax = 256 * 1024

    let exchange: ClientExchange
    /// Reads the answer.
    var reader: StreamReplyReader
    /// Bytes of replies that nobody has read, and that the stream's window is smaller by.
    var heldByteCount = 0

    private let replyByteCountMax: Int
    /// Messages taken from the exchange, as long as the call can be made once more; nil afterwards.
    private var taken: [MessageFrame]? = []
    private var takenByteCount = 0
    /// Those of them that a new attempt has still to send.
    private var toRepeat: [MessageFrame] = []
    /// Bytes sent in this attempt, and the most in any.
    private var sentByteCount = 0
    private var sentByteCountMost = 0

    init(_ exchange: ClientExchange, replyByteCountMax: Int) {
        self.exchange = exchange
        self.replyByteCountMax = replyByteCountMax
        reader = StreamReplyReader(messageByteCountMax: replyByteCountMax, into: exchange.replies)
    }

    /// Whether all that was sent is still there to be sent once more.
    var isRepeatable: Bool { taken != nil }

    /// The server has looked at the call: nothing will be sent once more.
    func becameUnrepeatable() { taken = nil }

    /// Forgets what an attempt left behind.
    func prepareSecondAttempt() {
        reader = StreamReplyReader(messageByteCountMax: replyByteCountMax, into: exchange.replies)
        heldByteCount = 0
        toRepeat = taken ?? []
        sentByteCount = 0
    }

    /// The messages to be sent next, and whether those are the last.
    func takeMessages() -> (frames: [MessageFrame], isLast: Bool) {
        let next = exchange.requests.take()
        defer { toRepeat = [] }
        remember(next.frames)
        return (toRepeat + next.frames, next.end != nil)
    }

    /// So many bytes of messages have left. Those that left in an earlier attempt too count once.
    func sent(_ byteCount: Int) {
        sentByteCount += byteCount
        guard sentByteCount > sentByteCountMost else { return }
        exchange.requests.sent(sentByteCount - sentByteCountMost)
        sentByteCountMost = sentByteCount
    }

    private func remember(_ frames: [MessageFrame]) {
        takenByteCount += frames.reduce(0) { $0 + $1.byteCount }
        if takenByteCount > Self.repeatableByteCountMax { taken = nil }
        taken?.append(contentsOf: frames)
    }
}
