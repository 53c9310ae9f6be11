public import RPCCore

/// What a server answered to a unary call that succeeded.
public struct RPCClientReply: Sendable {
    /// The message, without prefix, decompressed.
    public var message: [UInt8]
    /// Whether it was compressed on the wire.
    public var wasCompressed: Bool
    /// The metadata before the message.
    public var metadata: Metadata
    /// The metadata after it.
    public var trailers: Metadata

    /// An answer.
    public init(
        message: [UInt8], wasCompressed: Bool = false, metadata: Metadata = Metadata(), trailers: Metadata = Metadata()
    ) {
        self.message = message
        self.wasCompressed = wasCompressed
        self.metadata = metadata
        self.trailers = trailers
    }
}
