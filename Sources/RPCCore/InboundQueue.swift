/// What ``InboundMessages`` keeps behind its lock: messages nobody has read, who waits for one, and what may be given back
/// to the peer.
struct InboundQueue {
    /// A message, the end, or why there will be neither.
    typealias Outcome = Result<ReceivedMessage?, RPCError>
    typealias Reader = CheckedContinuation<Outcome, Never>

    private struct Waiting {
        var message: ReceivedMessage
        /// Bytes on the wire that were not given back yet.
        var heldByteCount: Int
    }

    private var waiting = FirstInFirstOut<Waiting>()
    private var reader: Reader?
    /// What comes after the last message.
    private var end: Outcome?
    /// Bytes of the incomplete message that are held, and those that were given back already.
    private var incompleteHeld = 0
    private var incompleteReturned = 0
    /// Bytes that may be given back.
    private var credit = 0
    private var isCreditAnnounced = false

    /// Takes the messages that are complete with a chunk of so many bytes; what comes after the end is dropped.
    mutating func receive(_ messages: [ReceivedMessage], byteCount: Int) {
        guard end == nil else {
            credit += byteCount
            return
        }
        incompleteHeld += byteCount
        for message in messages { append(message) }
    }

    /// Says what comes after the messages; the first end counts.
    mutating func finish(_ result: Result<Void, RPCError>) {
        guard end == nil else { return }
        end = result.map { nil }
    }

    /// Drops what nobody has read, and ends with the error unless there was an end already.
    mutating func abort(_ error: RPCError) {
        waiting.removeAll()
        if case .failure = end { return }
        end = .failure(error)
    }

    /// The next message, or the end; nil when that has to be waited for.
    mutating func poll() -> Outcome? {
        guard let next = waiting.popFirst() else { return end }
        credit += next.heldByteCount
        return .success(next.message)
    }

    /// Adds the messages that wait to a batch of at most so many.
    mutating func poll(into batch: inout [ReceivedMessage], countMax: Int) {
        while batch.count < countMax, let next = waiting.popFirst() {
            credit += next.heldByteCount
            batch.append(next.message)
        }
    }

    /// Notes who waits. Returns an error instead when somebody does already.
    mutating func wait(_ reader: Reader) -> Outcome? {
        guard self.reader == nil else {
            return .failure(RPCError(.internal, "two tasks read the messages of one stream"))
        }
        self.reader = reader
        return nil
    }

    /// Who waits, who then waits no more.
    mutating func takeReader() -> Reader? {
        defer { reader = nil }
        return reader
    }

    /// Who waits and what they get, when there is both; nobody otherwise.
    mutating func serveReader() -> (Reader?, Outcome) {
        guard reader != nil, let outcome = poll() else { return (nil, .success(nil)) }
        return (takeReader(), outcome)
    }

    /// Bytes to give back; none are left then.
    mutating func takeCredit() -> Int {
        isCreditAnnounced = false
        returnIncomplete()
        defer { credit = 0 }
        return credit
    }

    /// Whether so many bytes are to be given back, and nobody was told yet.
    mutating func announceCredit(atLeast byteCount: Int) -> Bool {
        returnIncomplete()
        guard credit >= byteCount, !isCreditAnnounced else { return false }
        isCreditAnnounced = true
        return true
    }

    private mutating func append(_ message: ReceivedMessage) {
        let held = MessageFrame.prefixByteCount + message.bytes.count - incompleteReturned
        incompleteReturned = 0
        incompleteHeld -= held
        waiting.append(Waiting(message: message, heldByteCount: held))
    }

    /// Gives back the bytes of the incomplete message when it is its turn.
    private mutating func returnIncomplete() {
        guard waiting.isEmpty else { return }
        credit += incompleteHeld
        incompleteReturned += incompleteHeld
        incompleteHeld = 0
    }
}
