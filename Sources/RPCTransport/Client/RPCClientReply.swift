public import RPCCore

/// What a server answered to a unary call that succeeded.
public struct RPCClientReply: Sendable {
    /// The message, without prefix.
    public var message: [UInt8]
    /// The metadata before the message.
    public var metadata: Metadata
    /// The metadata after it.
    public var trailers: Metadata

    /// An answer.
    public init(message: [UInt8], metadata: Metadata = Metadata(), trailers: Metadata = Metadata()) {
        self.message = message
        self.metadata = metadata
        self.trailers = trailers
    }
}
