public import RPCCore

/// What a caller can say of one call beside its method and its messages.
public struct RPCCallOptions: Sendable {
    /// Sent before the first message.
    public var metadata: Metadata
    /// When to give up, on the monotonic clock; the server is told the time left.
    public var deadline: Deadline
    /// Whether requests are compressed, with gzip: the message of a unary call, and those of a stream that are sent so.
    /// A server that does not understand gzip ends the call with UNIMPLEMENTED.
    public var allowsCompression: Bool

    /// Options; without any, a call waits for ever and sends as it is what it is given.
    public init(metadata: Metadata = Metadata(), deadline: Deadline = .never, allowsCompression: Bool = false) {
        self.metadata = metadata
        self.deadline = deadline
        self.allowsCompression = allowsCompression
    }
}
