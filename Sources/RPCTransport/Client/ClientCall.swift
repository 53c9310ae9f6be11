internal import EventLoop
internal import RPCCore

/// A call in progress: an HTTP/2 stream with the state of its answer. Belongs to its channel's loop.
///
/// That of a unary call rests when it is over, and then carries another one: with its outbox and its timer it is most of what
/// a call would allocate.
final class ClientCall: HTTP2Stream {
    private(set) var request: ClientRequest
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
    /// Set to ``instant`` or earlier: a call that is over leaves it as it is, for the next one that is carried.
    private var timer: LoopTimer?
    /// When the call is to be looked at: when patience is at an end, or at the deadline.
    private var instant = UInt64.max
    /// Who carries the call, until it is finished.
    private var channel: ClientChannel?
    private var replyByteCountMax: Int

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

    /// Forgets a unary call that is over, on this side and on the connection.
    func rest() {
        reset()
        request = .none
        reader = UnaryReplyReader(messageByteCountMax: 0)
        isSecondAttempt = false
        isUnseen = false
    }

    /// Carries another unary call, after a rest.
    func carry(_ request: ClientRequest, replyByteCountMax: Int) {
        self.request = request
        self.replyByteCountMax = replyByteCountMax
        reader = UnaryReplyReader(messageByteCountMax: replyByteCountMax)
        isFinished = false
    }

    /// Lets go of the timer, which does not hold the call: to be called before nobody does.
    func stopTimer() {
        timer?.cancel()
        timer = nil
    }

    /// Watches the deadline from now on, and what the tasks of a stream have to send. The channel is told when the deadline
    /// has passed, and once when the caller has been told the outcome.
    func begin(on channel: ClientChannel) {
        self.channel = channel
        listen(on: channel.loop)
        look(at: nextInstant(after: request.retries?.hedgingDelay, now: channel.loop.now), on: channel.loop)
    }

    /// Has the call looked at when an instant has come. A timer that goes off earlier finds out then.
    private func look(at instant: UInt64, on loop: EventLoop) {
        self.instant = instant
        guard instant != .max else { return }
        // The call outlives the timer's being set: its channel holds it, also while it rests, until `stopTimer`.
        let timer = timer ?? LoopTimer(on: loop) { [unowned self] in timeHasCome() }
        self.timer = timer
        if !timer.isSet || timer.deadline > instant { timer.set(at: instant) }
    }

    private func timeHasCome() {
        guard let channel else { return }
        let now = channel.loop.now
        guard now >= instant else { return look(at: instant, on: channel.loop) }
        if request.deadline.hasPassed(at: now) { return channel.expire(self) }
        // What waits for a connection would not be served sooner twice.
        let isWaiting = waitingTicket != nil
        look(at: nextInstant(after: isWaiting ? request.retries?.hedgingDelay : nil, now: now), on: channel.loop)
        if !isWaiting { request.isSlow(on: channel) }
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
        guard !isFinished, let channel else { return }
        isFinished = true
        self.channel = nil
        request.complete(outcome, on: channel)
        channel.finished(self)
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
