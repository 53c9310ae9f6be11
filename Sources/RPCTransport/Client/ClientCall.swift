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
    /// What the call was sent over, until the stream is closed there.
    var connection: ClientConnection?
    /// Where the call stands among those of its channel.
    var channelPlace = 0

    private(set) var isFinished = false
    private var reader: UnaryReplyReader
    private var timer: LoopTimer?
    /// Who carries the call, until it is finished.
    private var channel: ClientChannel?
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

    /// Watches the deadline from now on, and what the tasks of a stream have to send. The channel is told when the deadline
    /// has passed, and once when the caller has been told the outcome.
    func begin(on channel: ClientChannel) {
        self.channel = channel
        listen(on: channel.loop)
        let instant = nextInstant(after: request.patience, now: channel.loop.now)
        guard instant != .max else { return }
        // The call outlives the timer's being set: its channel holds it until `finish`, which stops the timer.
        let timer = LoopTimer(on: channel.loop) { [unowned self] in timeHasCome() }
        timer.set(at: instant)
        self.timer = timer
    }

    private func timeHasCome() {
        guard let channel else { return }
        if request.deadline.hasPassed(at: channel.loop.now) { return channel.expire(self) }
        // What waits for a connection would not be served sooner twice.
        let isWaiting = waitingTicket != nil
        let instant = nextInstant(after: isWaiting ? request.patience : nil, now: channel.loop.now)
        if instant != .max { timer?.set(at: instant) }
        if !isWaiting { request.tellSlow() }
    }

    /// When to look at the call again: when patience, if any, is at an end, and at the deadline.
    private func nextInstant(after patience: Duration?, now: UInt64) -> UInt64 {
        let end = patience.map { Deadline(nanosecondsLeft: $0.nanoseconds, now: now) } ?? .never
        return min(request.deadline, end).nanoseconds
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

    override func take(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
        if !isFinished { received(name: name, value: value) }
        return true
    }

    override func sentPayload(_ byteCount: Int) { streaming?.sent(byteCount) }

    /// Tells the caller the outcome; the first one counts.
    func finish(_ outcome: ClientRequest.Outcome) {
        guard !isFinished else { return }
        isFinished = true
        timer?.cancel()
        timer = nil
        request.complete(outcome)
        channel?.finished(self)
        channel = nil
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

    private func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
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
