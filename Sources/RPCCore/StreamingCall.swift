internal import Synchronization

/// A call as its asynchronous handler sees it: the caller's messages to read, and the way to answer. May be used from any
/// thread, and by several tasks.
///
/// When nobody waits for the answer any more (the peer cancelled, the deadline passed, the connection is gone), the
/// handler's task is cancelled, and reading and sending throw the reason. Returning ends the call with OK, throwing with
/// the error: an ``RPCError`` as it is, `CancellationError` as CANCELLED, any other as UNKNOWN without its text.
public final class StreamingCall: Sendable {
    /// How a handler ended: with trailers, or with an error.
    package typealias End = Result<ReplyMetadata, RPCError>

    private struct Opening {
        var metadata = ReplyMetadata.empty
        var trailers = ReplyMetadata.empty
        var isCompressed = false
        /// Whether the metadata is on its way, so that it can be changed no more.
        var isSettled = false
    }

    /// The method called.
    public let method: RPCMethod
    /// Who calls: `ipv4:127.0.0.1:50211` or `ipv6:[::1]:50211` (gRPC, "Naming").
    public let peer: String
    /// Who calls, by the certificate of the connection; nil without one.
    public let peerIdentity: PeerIdentity?
    /// The custom metadata of the request.
    public let metadata: Metadata
    /// When the caller stops waiting; the call ends then, whatever the handler does.
    public let deadline: Deadline
    /// The caller's messages, decompressed.
    public let requests: MessageSequence

    private let opening = Mutex(Opening())
    private let replies: OutboundMessages<End>
    /// Compresses a message in the way the caller understands; nil when it understands none.
    private let compress: (@Sendable (MessageFrame) -> MessageFrame)?

    /// A call; transports make them.
    package init(
        method: RPCMethod, peer: String, peerIdentity: PeerIdentity? = nil, metadata: Metadata, deadline: Deadline,
        requests: MessageSequence, replies: OutboundMessages<End>,
        compress: (@Sendable (MessageFrame) -> MessageFrame)? = nil
    ) {
        self.method = method
        self.peer = peer
        self.peerIdentity = peerIdentity
        self.metadata = metadata
        self.deadline = deadline
        self.requests = requests
        self.replies = replies
        self.compress = compress
    }

    /// Sets the metadata that is sent before the first message. Does nothing once that is on its way.
    public func setMetadata(_ metadata: ReplyMetadata) {
        opening.withLock { if !$0.isSettled { $0.metadata = metadata } }
    }

    /// Sets the metadata that is sent after the last message of a successful call; the last one set counts.
    public func setTrailers(_ trailers: ReplyMetadata) { opening.withLock { $0.trailers = trailers } }

    /// Announces that messages may be compressed, which has to be known before the first one. Does nothing when that has
    /// been sent, or when the caller understands no compression.
    public func allowCompression() {
        guard compress != nil else { return }
        opening.withLock { if !$0.isSettled { $0.isCompressed = true } }
    }

    /// Sends the metadata now, although there is no message yet.
    public func sendMetadata() {
        opening.withLock { $0.isSettled = true }
        replies.announce()
    }

    /// Sends a message; returns when it is on its way, after a wait while the caller does not keep up.
    ///
    /// - Parameter compressed: Whether to compress it, for a caller that understands it. On the first message this also
    ///   announces it; on later ones it needs ``allowCompression()`` before the first.
    /// - Throws: What ended the call: CANCELLED, DEADLINE_EXCEEDED, or what was wrong with the caller's messages.
    public func send(_ frame: MessageFrame, compressed: Bool = false) async throws(RPCError) {
        if compressed { allowCompression() }
        let isCompressed = opening.withLock { opening in
            opening.isSettled = true
            return opening.isCompressed
        }
        try await replies.send(compressed && isCompressed ? compress?(frame) ?? frame : frame)
    }

    // MARK: The transport's side

    /// The metadata that opens the answer, and whether it announces compression; nil while it may still change. Called
    /// with the first message or the end.
    package func settledOpening(isDue: Bool) -> (metadata: ReplyMetadata, isCompressed: Bool)? {
        opening.withLock { opening in
            if isDue { opening.isSettled = true }
            return opening.isSettled ? (opening.metadata, opening.isCompressed) : nil
        }
    }

    /// Whether there is metadata to send before the first message, so that an error does not go out without it.
    package var hasMetadata: Bool { opening.withLock { !$0.metadata.fields.isEmpty } }

    /// Runs the handler to its end.
    package func run(_ handler: StreamHandler) async {
        do {
            try await handler(self)
            replies.finish(.success(opening.withLock { $0.trailers }))
        } catch {
            replies.finish(.failure(RPCError(thrownByHandler: error)))
        }
    }
}

extension RPCError {
    /// What the caller is told of an error that a handler threw: nothing of one that was not made for callers.
    package init(thrownByHandler error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case is CancellationError: self.init(.cancelled, "the service cancelled the call")
        default: self.init(.unknown, "the service failed", cause: error)
        }
    }
}
