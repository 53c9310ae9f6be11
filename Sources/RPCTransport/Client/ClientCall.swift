internal import EventLoop
internal import RPCCore

/// A call in progress: an HTTP/2 stream with the state of its answer. Belongs to its channel's loop.
final class ClientCall: HTTP2Stream {
    let request: ClientRequest
    /// What a streaming call needs; nil for a unary one.
    let streaming: ClientStreaming?
    /// Whether the call was sent before, and a server said that it had not looked at it.
    private(set) var isSecondAttempt = false
    /// Whether the server has said that it will not look at the call.
    var isUnseen = false
    /// Where the call waits for a connection; nil when it does not.
    var waitingTicket: UInt64?
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
        streaming =
            if case .stream(let exchange) = request.body {
                ClientStreaming(exchange, replyByteCountMax: replyByteCountMax)
            } else { nil }
        super.init()
    }

    /// Watches the deadline from now on, and what the tasks of a stream have to send.
    ///
    /// - Parameter whenFinished: Called once, when the caller has been told the outcome.
    func begin(
        on loop: EventLoop, whenExpired: @escaping (ClientCall) -> Void, whenFinished: @escaping (ClientCall) -> Void
    ) {
        self.whenFinished = whenFinished
        listen(on: loop)
        guard request.deadline != .never else { return }
        let timer = LoopTimer(on: loop) { [weak self] in if let self { whenExpired(self) } }
        timer.set(at: request.deadline.nanoseconds)
        self.timer = timer
    }

    /// Whether the call can be made once more if the server says that it has not looked at it.
    var isRepeatable: Bool { streaming?.isRepeatable ?? true }

    /// Forgets what a first attempt left behind.
    func prepareSecondAttempt() {
        // One that the server cannot have seen is none.
        isSecondAttempt = isSecondAttempt || hasSentRequest
        reset()
        isUnseen = false
        connection = nil
        reader = UnaryReplyReader(messageByteCountMax: replyByteCountMax)
        streaming?.prepareSecondAttempt()
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
        fields.append(("content-type", "application/grpc"))
        if request.options.allowsCompression { fields.append(("grpc-encoding", "gzip")) }
        fields += [("grpc-accept-encoding", MessageCompression.acceptedEncodings), ("user-agent", userAgent)]
        return HeaderBlock(
            ReplyMetadata(fields: fields.map { (Array($0.name.utf8), Array($0.value.utf8)) }), request.metadata)
    }

    override func sentPayload(_ byteCount: Int) { streaming?.sent(byteCount) }

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

    /// Has the loop look at the call when its tasks have left something. The exchange forgets that, and with it the call,
    /// when the call is finished.
    private func listen(on loop: EventLoop) {
        guard let streaming else { return }
        let call = LoopBound(self, on: loop)
        streaming.exchange.onWork {
            loop.execute {
                let call = call.value
                call.connection?.serve(call)
            }
        }
    }
}

extension ClientCall {
    // MARK: Events of the stream

    func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        if let streaming {
            streaming.reader.receive(name: name, value: value)
        } else {
            reader.receive(name: name, value: value)
        }
    }

    /// A header list is complete; it may be one that ends the call.
    func receivedHeaders(_ kind: HTTP2HeadersKind) {
        switch kind {
        case .informational: receivedInformation()
        case .initial: receivedInitialHeaders()
        case .trailing: break
        }
        if hasOversizedHeaders {
            finish(.failure(RPCError(.resourceExhausted, "the server sent more header fields than allowed")))
        }
    }

    /// Payload of the answer to a unary call.
    func received(_ bytes: UnsafeRawBufferPointer) {
        do throws(RPCError) {
            try reader.receive(bytes)
        } catch {
            finish(.failure(error))
        }
    }

    /// The server has ended its side, and with it the call.
    func receivedEnd() {
        finish(
            Result { () throws(RPCError) in
                if let streaming { try streaming.reader.finish() } else { try reader.finish() }
            })
    }

    private func receivedInformation() {
        reader.receivedInformation()
        streaming?.reader.receivedInformation()
    }

    private func receivedInitialHeaders() {
        reader.receivedInitialHeaders()
        streaming?.reader.receivedInitialHeaders()
        streaming?.becameUnrepeatable()
        let head = streaming?.reader.head ?? reader.head
        // The one list of Trailers-Only is no metadata; the end, which comes at once, tells what it is.
        guard !head.hasStatus else { return }
        request.commit()
        if let error = head.refusal { return finish(.failure(error)) }
        streaming?.exchange.metadata.settle(.success(head.metadata))
    }
}
