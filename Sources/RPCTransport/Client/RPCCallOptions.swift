internal import EventLoop
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

    /// Whether the call waits, until its deadline, when no address answers, instead of failing with the cause ("gRPC Wait
    /// for Ready Semantics"); nil for what the service configuration says, which is no if it says nothing.
    public var waitsForReady: Bool?

    /// Options; without any, a call waits for its answer for ever and sends as it is what it is given.
    public init(
        metadata: Metadata = Metadata(), deadline: Deadline = .never, allowsCompression: Bool = false,
        waitsForReady: Bool? = nil
    ) {
        self.metadata = metadata
        self.deadline = deadline
        self.allowsCompression = allowsCompression
        self.waitsForReady = waitsForReady
    }
}

extension RPCCallOptions {
    /// The options with what the service configuration adds to them: the earlier deadline counts, and the call's own word
    /// on waiting.
    func completed(by terms: MethodTerms?, now: @autoclosure () -> UInt64) -> RPCCallOptions {
        guard let terms else { return self }
        var options = self
        options.waitsForReady = waitsForReady ?? terms.configuration.waitsForReady
        if let timeout = terms.configuration.timeout {
            options.deadline = min(deadline, Deadline(nanosecondsLeft: timeout.nanoseconds, now: now()))
        }
        return options
    }
}
