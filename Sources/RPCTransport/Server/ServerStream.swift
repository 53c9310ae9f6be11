internal import EventLoop
internal import RPCCore

/// A call on the server's side, from its header list to its end. Objects are used again for later calls.
///
/// ```
/// receiving ──▶ running ──▶ answered          (answered at once: receiving ──▶ answered)
///     └────────────┴──▶ answered              (refused, out of time)
/// receiving ──▶ streaming ──▶ answered        (with an asynchronous handler, as soon as the header list is complete)
/// receiving ──▶ refused ──▶ answered          (none of gRPC's)
/// ```
final class ServerStream: HTTP2Stream, ServerCall, IncomingCall {
    enum Phase {
        /// The request has not come completely.
        case receiving
        /// The handler has detached the call.
        case running
        /// A task serves the call.
        case streaming
        /// The request is none of gRPC's, and is told so when it has come completely. Until then HTTP/2 judges the rest of
        /// it as that of any other.
        case refused
        /// An answer or an error is on its way, or the stream is gone: whatever comes now is dropped.
        case answered
    }

    /// Whether more of the request may come than fits into the window that every stream has at first.
    enum Admission: Equatable {
        /// There was no need to ask.
        case none
        case waiting
        /// With room for so many bytes.
        case admitted(Int)
    }

    var phase = Phase.receiving
    var admission = Admission.none
    /// Bytes that were not given back to the stream's window because it was not admitted.
    var withheldByteCount = 0
    /// What the header list says; other streams may have the same.
    private(set) var head: RequestHead
    let body = SingleMessage(messageByteCountMax: 0)
    var isRequestCompressed = false
    /// Whether the request comes on.
    var progress = RequestProgress()
    private(set) var deadline = Deadline.never
    /// When the header list had come.
    private(set) var startNanoseconds: UInt64 = 0
    /// Whether the interceptors know of the call, and not of its end.
    var isWatched = false
    var isRefused = false
    /// Who calls, once authorization has said so.
    var caller: Caller?
    /// What counts the call beside the server.
    var limiter: AnyObject?
    /// What the call is about, as its handler says.
    var subject: UInt8 = 0
    /// Whether the call counts among those in progress.
    var isCounted = false
    /// What has passed so far; of a streaming call's requests, `streaming` knows the messages.
    var traffic = CallTraffic()
    /// Tells the calls apart that this object has served, so that an answer that comes late is not taken for another's.
    private(set) var serial: UInt64 = 0

    /// The next in its loop's list of spare objects, while it stands there.
    var nextSpare: ServerStream?

    /// The connection, while the stream is open.
    private(set) var connection: ServerConnection?
    /// What an asynchronous handler needs; nil for others.
    private(set) var streaming: ServerStreaming?
    /// The handle, while somebody else holds it.
    private weak var pending: PendingReply?
    private var timer: LoopTimer?
    private let methods: MethodTable
    /// A head that no other stream has.
    private var ownHead = RequestHead()

    init(methods: MethodTable) {
        self.methods = methods
        head = ownHead
        super.init()
    }

    /// Begins a call.
    func open(on connection: ServerConnection) {
        self.connection = connection
        serial &+= 1
    }

    /// The header list is complete: the clock starts.
    func startClock(now: UInt64) {
        startNanoseconds = now
        deadline = head.deadline(now: now)
    }

    /// Makes sure that a call that takes longer than this wake-up ends at its deadline.
    func watchDeadline() {
        guard deadline != .never, timer == nil, phase != .answered, let loop = connection?.loop else { return }
        // The timer is cancelled before the stream goes. A weak reference would make every use of the stream dearer.
        let timer = LoopTimer(on: loop.eventLoop) { [unowned self] in deadlinePassed() }
        timer.set(at: deadline.nanoseconds)
        self.timer = timer
    }

    /// The handler has returned without an answer, which another thread will give.
    func becameDetached() {
        phase = .running
        watchDeadline()
    }

    /// A task serves the call from now on.
    func becameStreaming(_ streaming: ServerStreaming) {
        phase = .streaming
        self.streaming = streaming
    }

    /// The handler of a streaming call has ended; what it has sent may still wait, until the deadline.
    func becameAnswered() { phase = .answered }

    /// The request is none of gRPC's.
    func becameRefused() { phase = .refused }

    /// The answer is on its way.
    func finish() {
        phase = .answered
        timer?.cancel()
        timer = nil
    }

    /// Nobody waits for the answer any more.
    func cancel() {
        finish()
        pending?.cancel()
        streaming?.stop(RPCError(.cancelled, "the caller cancelled the call or is gone"))
    }

    /// The connection is gone, and with it the stream; they let go of each other.
    func connectionClosed() {
        cancel()
        connection = nil
        streaming = nil
    }

    override func reset() {
        super.reset()
        phase = .receiving
        if head === ownHead { head.removeAll() } else { head = ownHead }
        body.removeAll()
        isRequestCompressed = false
        progress = RequestProgress()
        admission = .none
        withheldByteCount = 0
        deadline = .never
        isRefused = false
        subject = 0
        caller = nil
        limiter = nil
        traffic = CallTraffic()
        connection = nil
        pending = nil
        streaming = nil
    }

    override func take(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
        // Trailers of requests mean nothing in gRPC.
        if !hasInitialHeaders { head.receive(name: name, value: value, methods: methods) }
        return true
    }

    override func shareHead() -> AnyObject? {
        guard !hasOversizedHeaders else { return nil }
        ownHead = RequestHead()
        return head
    }

    override func takeHead(_ head: AnyObject) {
        // Only streams of this kind have shared it.
        self.head = unsafeDowncast(head, to: RequestHead.self)
    }

    override func sentPayload(_ byteCount: Int) {
        if let streaming { streaming.replies.sent(byteCount) } else { connection?.releasedReply(byteCount) }
    }

    /// What tasks call, on any thread, when they have left something for the loop.
    func notice() -> @Sendable () -> Void {
        guard let loop = connection?.loop.eventLoop else {
            preconditionFailure("a call is served without a connection")
        }
        let stream = LoopBound(self, on: loop)
        let serial = serial
        return { loop.execute { stream.value.noticed(serial: serial) } }
    }

    private func noticed(serial: UInt64) {
        guard serial == self.serial, let streaming, let connection else { return }
        connection.serve(self, streaming)
    }

    private func deadlinePassed() {
        guard phase != .answered || unsentByteCount > 0, let connection else { return }
        pending?.cancel()
        connection.fail(self, RPCError(.deadlineExceeded, "the deadline passed before the answer was ready"))
    }

    // MARK: ServerCall

    var method: RPCMethod {
        guard let method = head.method else { preconditionFailure("a handler was called for no method") }
        return method
    }

    var peer: String { connection?.peer ?? "" }
    var peerIdentity: PeerIdentity? { connection?.peerIdentity }
    var metadata: Metadata { head.metadata.metadata }
    var wakeUpNanoseconds: UInt64 { connection?.loop.eventLoop.now ?? 0 }

    func detach() -> PendingReply {
        if let pending { return pending }
        guard let connection else { preconditionFailure("a call was detached after its handler had returned") }
        let loop = connection.loop.eventLoop
        let serial = serial
        let stream = LoopBound(self, on: loop)
        let pending = PendingReply(deadline: deadline) { outcome in
            loop.execute { stream.value.complete(outcome, serial: serial) }
        }
        self.pending = pending
        return pending
    }

    // MARK: IncomingCall

    var methodIndex: Int { head.methodIndex ?? connection?.loop.methods.methods.count ?? 0 }
    var calledMethod: RPCMethod? { head.method }
    var path: String { head.path }
    var connectionMemo: AnyObject? {
        get { connection?.interceptorMemo }
        set { connection?.interceptorMemo = newValue }
    }

    func forEachField(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
        head.metadata.forEach(name, body)
    }

    private func complete(_ outcome: PendingReply.Outcome, serial: UInt64) {
        guard serial == self.serial, phase == .running, let connection else { return }
        switch outcome {
        case .success(let reply): connection.succeed(self, reply)
        case .failure(let error): connection.fail(self, error)
        }
    }
}
