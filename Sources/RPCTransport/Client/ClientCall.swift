internal import EventLoop
internal import RPCCore

/// A call in progress: an HTTP/2 stream with the state of its answer. Belongs to its channel's loop.
final class ClientCall: HTTP2Stream {
    let request: ClientRequest
    /// Whether the call was sent before, and a server said that it had not looked at it.
    private(set) var isSecondAttempt = false
    /// Whether the server has said that it will not look at the call.
    var isUnseen = false
    /// What the call was sent over.
    weak var connection: ClientConnection?

    private(set) var isFinished = false
    private var reader: UnaryReplyReader
    private var timer: LoopTimer?
    private var whenFinished: ((ClientCall) -> Void)?
    private let replyByteCountMax: Int

    init(_ request: ClientRequest, replyByteCountMax: Int) {
        self.request = request
        self.replyByteCountMax = replyByteCountMax
        reader = UnaryReplyReader(messageByteCountMax: replyByteCountMax)
        super.init()
    }

    /// Watches the deadline from now on.
    ///
    /// - Parameter whenFinished: Called once, when the caller has been told the outcome.
    func begin(
        on loop: EventLoop, whenExpired: @escaping (ClientCall) -> Void, whenFinished: @escaping (ClientCall) -> Void
    ) {
        self.whenFinished = whenFinished
        guard request.deadline != .never else { return }
        let timer = LoopTimer(on: loop) { [weak self] in if let self { whenExpired(self) } }
        timer.set(at: request.deadline.nanoseconds)
        self.timer = timer
    }

    /// Forgets what a first attempt left behind.
    func prepareSecondAttempt() {
        reset()
        isSecondAttempt = true
        isUnseen = false
        connection = nil
        reader = UnaryReplyReader(messageByteCountMax: replyByteCountMax)
    }

    /// The fields that open the request (gRPC over HTTP/2, "Requests").
    func headers(authority: String, userAgent: String, now: UInt64) -> HeaderBlock {
        var fields: [(name: String, value: String)] = [
            (":method", "POST"), (":scheme", "https"), (":path", request.path), (":authority", authority),
            ("te", "trailers"),
        ]
        if request.deadline != .never {
            fields.append(("grpc-timeout", TimeoutField.text(nanoseconds: request.deadline.nanosecondsLeft(at: now))))
        }
        fields += [
            ("content-type", "application/grpc"), ("grpc-accept-encoding", "identity"), ("user-agent", userAgent),
        ]
        return HeaderBlock(
            ReplyMetadata(fields: fields.map { (Array($0.name.utf8), Array($0.value.utf8)) }), request.metadata)
    }

    // MARK: Events of the stream

    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        reader.receive(name: name, value: value)
    }

    func receivedHeaders(_ kind: HTTP2HeadersKind) {
        switch kind {
        case .initial: reader.receivedInitialHeaders()
        case .informational: reader.receivedInformation()
        case .trailing: break
        }
    }

    /// - Returns: False when the answer is wrong, so that no more of it is wanted; the caller has been told.
    func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do throws(RPCError) {
            try reader.receive(bytes)
            return true
        } catch {
            finish(.failure(error))
            return false
        }
    }

    func receivedEnd() {
        guard !hasOversizedHeaders else {
            return finish(.failure(RPCError(.resourceExhausted, "the server sent more header fields than allowed")))
        }
        finish(Result { () throws(RPCError) in try reader.finish() })
    }

    /// Tells the caller the outcome; the first one counts.
    func finish(_ outcome: ClientRequest.Outcome) {
        guard !isFinished else { return }
        isFinished = true
        timer?.cancel()
        timer = nil
        request.complete(outcome)
        whenFinished?(self)
        whenFinished = nil
    }
}
