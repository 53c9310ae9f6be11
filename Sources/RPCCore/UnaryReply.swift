/// A successful answer to a unary call. Holding one costs references only: nothing in it is copied when it is sent.
public struct UnaryReply: Sendable {
    /// The message.
    public var frame: MessageFrame
    /// Sent before the message.
    public var metadata: ReplyMetadata
    /// Sent after the message, beside `grpc-status: 0`.
    public var trailers: ReplyMetadata
    /// Whether the message is compressed for callers that understand it, which costs time on each call.
    public var isCompressible: Bool

    /// An answer.
    public init(
        _ frame: MessageFrame, metadata: ReplyMetadata = .empty, trailers: ReplyMetadata = .empty,
        isCompressible: Bool = false
    ) {
        self.frame = frame
        self.metadata = metadata
        self.trailers = trailers
        self.isCompressible = isCompressible
    }
}
