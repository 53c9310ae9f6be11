/// The messages of one direction of a stream, in order, each once. For one task at a time.
///
/// Reading makes room for more: a peer can send only a bounded number of bytes ahead of the reader.
public struct MessageSequence: AsyncSequence, Sendable {
    /// Reads the messages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let read: @Sendable () async throws(RPCError) -> ReceivedMessage?

        /// The next message; nil after the last.
        public func next() async throws(RPCError) -> ReceivedMessage? { try await read() }

        /// The same, for tasks of any actor.
        public func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> ReceivedMessage? {
            try await read()
        }
    }

    private let read: @Sendable () async throws(RPCError) -> ReceivedMessage?
    private let readBatch: @Sendable (Int) async throws(RPCError) -> [ReceivedMessage]

    /// A sequence that gets each message from `read`, which returns nil after the last; tests of handlers make them.
    public init(read: @escaping @Sendable () async throws(RPCError) -> ReceivedMessage?) {
        self.read = read
        readBatch = { _ async throws(RPCError) in
            guard let message = try await read() else { return [] }
            return [message]
        }
    }

    /// A sequence that gets up to so many messages at once from `readBatch`, which returns none after the last.
    package init(readBatch: @escaping @Sendable (Int) async throws(RPCError) -> [ReceivedMessage]) {
        self.readBatch = readBatch
        read = { () async throws(RPCError) in try await readBatch(1).first }
    }

    /// Goes on where the last reader stopped: the messages are not kept.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(read: read) }

    /// The messages that have come and were not read, at most so many, after a wait for the first of them; none after the
    /// last. Reading many small messages so costs a fraction of reading each by itself.
    public func batch(countMax: Int) async throws(RPCError) -> [ReceivedMessage] {
        try await readBatch(Swift.max(countMax, 1))
    }

    /// The one message of a direction that carries exactly one, once the peer has ended it.
    ///
    /// - Throws: `unimplemented` when there is none or more than one ("Status codes and their use": request cardinality
    ///   violation), and what ended the call.
    public func single() async throws(RPCError) -> ReceivedMessage {
        guard let message = try await read() else {
            throw RPCError(.unimplemented, "the call needs one message and got none")
        }
        guard try await read() == nil else { throw RPCError(.unimplemented, "the call takes one message and got more") }
        return message
    }
}
